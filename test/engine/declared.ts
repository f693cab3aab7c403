import type { Properties } from "../../provider/kind";
import type { Edit } from "./commands";
import type { Declaration, Program } from "./program";

/** A place in a program where a Havip may be declared. */
interface Place {
  isThere: boolean;
  /** How often it got another name. */
  names: number;
  alias: string | undefined;
  choices: Record<"name" | "tags" | "address" | "checkAssociate" | "subnet" | "retries", number>;
}

const CHOICES = { name: 0, tags: 0, address: 0, checkAssociate: 0, subnet: 0, retries: 0 };

/** The program of one of two stacks. No two Havips that ever were in either ask for the same address. */
export class Declared {
  private readonly places: [Place, Place] = [
    { isThere: true, names: 0, alias: undefined, choices: { ...CHOICES } },
    { isThere: false, names: 0, alias: undefined, choices: { ...CHOICES } },
  ];

  constructor(private readonly stack: number) {}

  edit(which: number, change: Edit): void {
    const place = which === 0 ? this.places[0] : this.places[1];
    switch (change.edit) {
      case "add":
      case "remove":
        place.isThere = change.edit === "add";
        return;
      case "rename":
        place.alias = change.alias ? nameAt(which, place) : undefined;
        place.names += 1;
        // Without an alias it is another one, which would ask for the address of the one that goes.
        if (!change.alias) place.choices.address = 0;
        return;
      case "name":
      case "tags":
      case "address":
      case "checkAssociate":
      case "subnet":
      case "retries":
        place.choices[change.edit] = change.choice;
    }
  }

  name(which: number): string {
    return nameAt(which, which === 0 ? this.places[0] : this.places[1]);
  }

  /** Whether an address is asked for by name. */
  pins(address: string): boolean {
    return this.program().some(({ inputs }) => inputs["address"] === address);
  }

  program(): Program {
    return this.places.flatMap((place, which) => (place.isThere ? [this.declaration(place, which)] : []));
  }

  private declaration(place: Place, which: number): Declaration {
    const { alias, choices } = place;
    return {
      name: nameAt(which, place),
      inputs: this.inputs(place, which),
      ...(alias === undefined ? {} : { aliases: [alias] }),
      retries: choices.retries,
    };
  }

  private inputs({ names, choices }: Place, which: number): Properties {
    const subnet = choices.subnet === 2 ? 2 : 1;
    const host = 100 + 60 * this.stack + 30 * which + 3 * (names % 10) + choices.address;
    return {
      vpcId: "vpc-00000001",
      subnetId: `subnet-0000000${String(subnet)}`,
      ...(choices.name === 0 ? {} : { name: `called-${String(choices.name)}` }),
      ...TAGS[choices.tags],
      ...(choices.address === 0 ? {} : { address: `10.0.${String(subnet - 1)}.${String(host)}` }),
      ...(choices.checkAssociate === 0 ? {} : { checkAssociate: choices.checkAssociate === 2 }),
    };
  }
}

/** The third has more tags than one call takes. */
const TAGS: readonly object[] = [
  {},
  { tags: { team: "web" } },
  { tags: Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`key-${String(index)}`, "value"])) },
];

function nameAt(which: number, { names }: Place): string {
  return `place-${String(which)}-${String(names)}`;
}
