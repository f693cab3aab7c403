import { requireSameWorld } from "../../../provider/havip/world";
import { WrongWorldError } from "../../../provider/kind";

const CLOUD = { world: "tencentcloud", account: "100000000001" } as const;
const EMULATOR = { world: "emulator:store-1", account: "100000000001" } as const;

function refusal(state: Parameters<typeof requireSameWorld>[2], here: Parameters<typeof requireSameWorld>[3]): unknown {
  try {
    requireSameWorld("release havip-00000001", "havip-00000001", state, here);
  } catch (error) {
    return error;
  }
  return undefined;
}

test.each([CLOUD, EMULATOR])("the state's own world lets everything through (%j)", (world) => {
  expect(refusal(world, { ...world })).toBeUndefined();
});

describe("W1: another world is refused", () => {
  test.each<[string, Parameters<typeof refusal>[0], Parameters<typeof refusal>[1]]>([
    ["another account of the same cloud", CLOUD, { ...CLOUD, account: "100000000002" }],
    ["an emulator for the cloud, though the account is called the same", CLOUD, EMULATOR],
    ["the cloud for an emulator", EMULATOR, CLOUD],
    ["another store of an emulator", EMULATOR, { ...EMULATOR, world: "emulator:store-2" }],
  ])("%s", (_what, state, here) => {
    expect(refusal(state, here)).toBeInstanceOf(WrongWorldError);
  });

  test("with what was to be done, both worlds, and what puts it right", () => {
    const { message } = refusal(CLOUD, { ...EMULATOR, account: "2" }) as Error;
    expect(message).toContain(
      "Refused to release havip-00000001: the state of havip-00000001 belongs to account 100000000001 of Tencent Cloud, " +
        "but the present settings reach account 2 of the emulator store store-1. Nothing was changed.",
    );
    expect(message).toMatch(
      /Set the endpoint and the credentials that the stack was deployed with.*tencentcloud:endpoint/,
    );
    expect(message).toMatch(/forget what was in it: pulumi state delete <urn>, or .* pulumi stack rm --force$/);
  });
});
