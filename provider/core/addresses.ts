import { Address4, Address6 } from "ip-address";

/** A text that is no usable IPv4 address, and why; or the address in its one canonical spelling. */
export type ParsedAddress = { ok: true; address: string } | { ok: false; reason: string };

/** Reads one IPv4 address. Nothing is guessed: no mask, no octal, no surrounding blanks. */
export function parseAddress(text: string): ParsedAddress {
  // Address4 accepts "10.0.0.1/24" as an address with a mask, so a slash has to be refused first.
  if (text.includes("/"))
    return { ok: false, reason: "is a range; give one address without a mask, such as 10.0.0.100" };
  if (Address6.isValid(text)) return { ok: false, reason: "is an IPv6 address; a HAVIP has an IPv4 address" };
  if (/^\d+(\.\d+){3}$/.test(text) && text.split(".").some((part) => part.length > 1 && part.startsWith("0"))) {
    return {
      ok: false,
      reason: "has a part with a leading zero, which some software reads as octal; write it without",
    };
  }
  if (!Address4.isValid(text)) return { ok: false, reason: "is not an IPv4 address such as 10.0.0.100" };
  return { ok: true, address: new Address4(text).correctForm() };
}

/** A text that is no IPv4 range, and why; or the range. */
export type ParsedCidr = { ok: true; cidr: Cidr } | { ok: false; reason: string };

/** Reads an IPv4 range such as 10.0.0.0/24. Host bits must be zero, as the cloud demands of subnets. */
export function parseCidr(text: string): ParsedCidr {
  const [base, mask, ...rest] = text.split("/");
  const invalid = { ok: false, reason: "is not an IPv4 range such as 10.0.0.0/24" } as const;
  if (base === undefined || mask === undefined || rest.length > 0 || !/^(0|[1-9]\d?)$/.test(mask)) return invalid;
  if (!parseAddress(base).ok || Number(mask) > 32) return invalid;
  const range = new Address4(text);
  const network = range.startAddress().correctForm();
  if (network !== base) return { ok: false, reason: `has host bits set; the range begins at ${network}/${mask}` };
  return { ok: true, cidr: new Cidr(range) };
}

/** An IPv4 range and the addresses in it that the cloud keeps for itself. */
export class Cidr {
  constructor(private readonly range: Address4) {}

  get text(): string {
    return `${this.network}/${String(this.prefixLength)}`;
  }

  get prefixLength(): number {
    return this.range.subnetMask;
  }

  get network(): string {
    return this.range.startAddress().correctForm();
  }

  get broadcast(): string {
    return this.range.endAddress().correctForm();
  }

  /** The first host address, which the cloud uses as the gateway of a subnet. */
  get gateway(): string {
    return Address4.fromBigInt(this.range.startAddress().bigInt() + 1n).correctForm();
  }

  contains(address: string): boolean {
    return new Address4(address).isInSubnet(this.range);
  }

  containsRange(other: Cidr): boolean {
    return this.contains(other.network) && this.contains(other.broadcast);
  }

  overlaps(other: Cidr): boolean {
    return this.contains(other.network) || other.contains(this.network);
  }

  /** Why the cloud refuses this address of the range to everyone, or undefined where it does not. */
  reservedAs(address: string): "network address" | "gateway" | "broadcast address" | undefined {
    if (address === this.network) return "network address";
    if (address === this.broadcast) return "broadcast address";
    if (address === this.gateway) return "gateway";
    return undefined;
  }

  /** The addresses that may be given to resources, lowest first. */
  *usable(): Generator<string> {
    const last = this.range.endAddress().bigInt();
    for (let next = this.range.startAddress().bigInt() + 2n; next < last; next += 1n) {
      yield Address4.fromBigInt(next).correctForm();
    }
  }
}
