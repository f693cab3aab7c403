import fc from "fast-check";
import { UNKNOWN } from "../../../provider/core/unknown";
import { check } from "../../../provider/havip/check";

const VALID = { name: "web", vpcId: "vpc-00000001", subnetId: "subnet-00000001" };

/** The failures of otherwise valid inputs, as "property: reason". */
function failuresOf(inputs: Record<string, unknown>): string[] {
  return check({ ...VALID, ...inputs }).failures.map(({ property, reason }) => `${property}: ${reason}`);
}

describe("check accepts", () => {
  it.each<[string, Record<string, unknown>]>([
    ["the required inputs alone", {}],
    [
      "every input",
      {
        address: "10.0.0.100",
        subnetCidr: "10.0.0.0/24",
        region: "ap-guangzhou",
        tags: { team: "web", 部门: "运维" },
        checkAssociate: true,
        timeouts: { create: "90s", delete: "1h30m" },
        adopt: "havip-1a2b3c4d",
        owner: "s/r",
      },
    ],
    ["a name of 60 characters, however many UTF-16 units they take", { name: "😀".repeat(60) }],
    ["the first and the last usable address", { address: "10.0.0.254", subnetCidr: "10.0.0.0/24" }],
    ["what the engine adds", { __provider: "text", __defaults: [] }],
    ["inputs that are given as undefined or null", { address: undefined, tags: null }],
  ])("%s", (_what, inputs) => {
    expect(failuresOf(inputs)).toEqual([]);
  });

  it("every input that is not known yet, alone or inside another", () => {
    const names = [
      "name",
      "vpcId",
      "subnetId",
      "address",
      "region",
      "tags",
      "checkAssociate",
      "subnetCidr",
      "timeouts",
      "adopt",
      "owner",
    ];
    for (const name of names) expect(failuresOf({ [name]: UNKNOWN })).toEqual([]);
    expect(failuresOf({ tags: { team: UNKNOWN } })).toEqual([]);
    expect(failuresOf({ timeouts: { create: UNKNOWN } })).toEqual([]);
    expect(failuresOf({ address: "10.0.0.1", subnetCidr: UNKNOWN })).toEqual([]);
  });
});

describe("check refuses, naming the property and what is valid,", () => {
  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ["a malformed address", { address: "10.0.0" }, "address", /such as 10\.0\.0\.100/],
    ["an IPv6 address", { address: "fd00::1" }, "address", /IPv6.*IPv4/],
    ["leading zeros", { address: "10.0.0.010" }, "address", /leading zero/],
    ["a mask", { address: "10.0.0.100/24" }, "address", /without a mask/],
    ["an address that is no text", { address: 10 }, "address", /must be a text/],
    [
      "an address outside the subnet",
      { address: "10.0.1.5", subnetCidr: "10.0.0.0/24" },
      "address",
      /outside the subnet 10\.0\.0\.0\/24/,
    ],
    ["the network address", { address: "10.0.0.0", subnetCidr: "10.0.0.0/24" }, "address", /network address/],
    ["the gateway", { address: "10.0.0.1", subnetCidr: "10.0.0.0/24" }, "address", /gateway/],
    ["the broadcast address", { address: "10.0.0.255", subnetCidr: "10.0.0.0/24" }, "address", /broadcast/],
    ["a malformed range", { subnetCidr: "10.0.0.0" }, "subnetCidr", /such as 10\.0\.0\.0\/24/],
    ["a range with host bits", { subnetCidr: "10.0.0.5/24" }, "subnetCidr", /begins at 10\.0\.0\.0\/24/],
    ["a name of 61 characters", { name: "x".repeat(61) }, "name", /has 61 characters.*1 to 60/],
    ["an empty name", { name: "" }, "name", /1 to 60 characters/],
    ["a malformed VPC id", { vpcId: "vpc-1" }, "vpcId", /vpc-xxxxxxxx/],
    ["a subnet id of another kind", { subnetId: "vpc-00000001" }, "subnetId", /subnet-xxxxxxxx/],
    ["an id in capitals", { vpcId: "vpc-ABCDEFGH" }, "vpcId", /a-z and 0-9/],
    ["a malformed id to adopt", { adopt: "web" }, "adopt", /havip-xxxxxxxx/],
    ["a region that is none", { region: "Guangzhou!" }, "region", /such as ap-guangzhou/],
    ["a flag that is a text", { checkAssociate: "true" }, "checkAssociate", /true or false/],
    ["an unknown property", { vip: "10.0.0.100" }, "vip", /no input of a Havip; its inputs are name, vpcId/],
    ["a property that differs in case", { vpcID: "vpc-00000001" }, "vpcID", /no input/],
    ["a missing VPC", { vpcId: undefined }, "vpcId", /required/],
    ["a tag key the cloud reserves", { tags: { "qcs:team": "x" } }, "tags.qcs:team", /begins with qcs:/],
    ["a tag key the cloud reserves, in capitals", { tags: { Project: "x" } }, "tags.Project", /begins with project/],
    [
      "a tag key of this package",
      { tags: { "pulumi-havip:stack": "x" } },
      "tags.pulumi-havip:stack",
      /this package keeps/,
    ],
    ["an empty tag value", { tags: { team: "" } }, "tags.team", /1 to 255/],
    ["a long tag key", { tags: { ["k".repeat(128)]: "x" } }, `tags.${"k".repeat(128)}`, /1 to 127/],
    ["a tag value that is no text", { tags: { team: 5 } }, "tags.team", /text/],
    ["a tag value with a character the service lacks", { tags: { team: "a\nb" } }, "tags.team", /character/],
    [
      "48 tags",
      { tags: Object.fromEntries(Array.from({ length: 48 }, (_, i) => [`k${String(i)}`, "v"])) },
      "tags",
      /at most 47/,
    ],
    [
      "an unknown operation",
      { timeouts: { destroy: "5m" } },
      "timeouts.destroy",
      /none of create, read, update, delete/,
    ],
    ["a duration without a unit", { timeouts: { create: "300" } }, "timeouts.create", /such as 90s/],
    ["a duration of a month", { timeouts: { create: "720h" } }, "timeouts.create", /at most 24h/],
  ])("%s", (_what, inputs, property, reason) => {
    const failures = check({ ...VALID, ...inputs }).failures;
    expect(failures).toEqual([{ property, reason: expect.stringMatching(reason) }]);
  });

  it("several at once", () => {
    expect(failuresOf({ vpcId: "x", address: "y" })).toHaveLength(2);
  });
});

describe("check", () => {
  it("adds nothing and changes nothing, so that an update plan holds", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (extra) => {
        const news = { ...VALID, ...extra };
        const before = structuredClone(news);
        const first = check(news);
        expect(news).toEqual(before);
        expect(check(first.inputs)).toEqual(first);
        expect(Object.keys(before)).toEqual(expect.arrayContaining(Object.keys(first.inputs)));
      }),
    );
  });
});

describe("beside a part that is not known yet, check still reports", () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ["a reserved tag", { tags: { "qcs:a": "1", b: UNKNOWN } }, /^tags\.qcs:a: .*keeps for itself/],
    ["a wrong time limit", { timeouts: { create: "soon", delete: UNKNOWN } }, /^timeouts\.create: /],
  ])("%s", (_what, inputs, failure) => {
    expect(failuresOf(inputs)).toEqual([expect.stringMatching(failure)]);
  });
});
