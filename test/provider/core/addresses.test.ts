import fc from "fast-check";
import { type Cidr, parseAddress, parseCidr } from "../../../provider/core/addresses";

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed.ok) throw new Error(`${text} ${parsed.reason}`);
  return parsed.cidr;
}

describe("an address", () => {
  it.each(["10.0.0.100", "0.0.0.0", "255.255.255.255"])("%s is accepted as it stands", (text) => {
    expect(parseAddress(text)).toEqual({ ok: true, address: text });
  });

  it.each([
    ["10.0.0.1/24", "without a mask"],
    ["010.0.0.1", "leading zero"],
    ["10.0.0.00", "leading zero"],
    ["fd00::1", "IPv6"],
    ["::ffff:10.0.0.1", "IPv6"],
    ["10.0.0", "not an IPv4 address"],
    ["10.0.0.256", "not an IPv4 address"],
    [" 10.0.0.1", "not an IPv4 address"],
    ["10.0.0.1\n", "not an IPv4 address"],
    ["0x0a.0.0.1", "not an IPv4 address"],
    ["１０.0.0.1", "not an IPv4 address"],
    ["", "not an IPv4 address"],
  ])("%j is refused: %s", (text, reason) => {
    expect(parseAddress(text)).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });
});

describe("a range", () => {
  it("knows its network, gateway and broadcast addresses", () => {
    const range = cidr("10.0.1.0/24");
    expect([range.network, range.gateway, range.broadcast]).toEqual(["10.0.1.0", "10.0.1.1", "10.0.1.255"]);
    expect(range.reservedAs("10.0.1.1")).toBe("gateway");
    expect(range.reservedAs("10.0.1.2")).toBeUndefined();
  });

  it.each([
    "10.0.0.0",
    "10.0.0.1/24",
    "10.0.0.0/33",
    "10.0.0.0/024",
    "10.0.0.0/24/1",
    "fd00::/64",
    "x/24",
    "10.0.0.0/",
  ])("%s is refused", (text) => {
    expect(parseCidr(text).ok).toBe(false);
  });

  it("gives out every address but the reserved ones, lowest first", () => {
    expect([...cidr("10.0.0.0/29").usable()]).toEqual(["10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"]);
  });

  it("contains exactly the addresses between network and broadcast", () => {
    const number = (address: string): number => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 1, max: 30 }), (base, address, prefix) => {
        const size = 2 ** (32 - prefix);
        const first = Math.floor(number(base) / size) * size;
        const network = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
        const inside = number(address) >= first && number(address) < first + size;
        expect(cidr(`${network}/${String(prefix)}`).contains(address)).toBe(inside);
      }),
    );
  });
});
