import fc from "fast-check";
import { UNKNOWN } from "../../../provider/core/unknown";
import { diff } from "../../../provider/havip/diff";

const ID = "havip-1a2b3c4d";
const INPUTS = { name: "web", vpcId: "vpc-00000001", subnetId: "subnet-00000001", owner: "s/r", __provider: "text" };
const STATE = {
  ...INPUTS,
  address: "10.0.0.100",
  region: "ap-guangzhou",
  tags: {},
  checkAssociate: false,
  state: "UNBIND",
  holderInstanceId: "",
  holderNetworkInterfaceId: "",
  eipAddress: "",
  lastMoved: "",
  createdTime: "2026-11-22 10:00:00",
  schemaVersion: 1,
  world: "tencentcloud",
  account: "100000000001",
  generation: "g",
  addressGiven: false,
  initialized: true,
};
const NONE = { changes: false, replaces: [], deleteBeforeReplace: false };
const UPDATE = { ...NONE, changes: true };

describe("there is no difference", () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["when nothing changed", {}, {}],
    ["when the address the cloud chose is not named", {}, { address: undefined }],
    ["when the address it has is named", {}, { address: "10.0.0.100" }],
    ["when the region it has is named", {}, { region: "ap-guangzhou" }],
    ["when checkAssociate is left out later", { checkAssociate: true }, {}],
    [
      "when a failover moved it",
      {
        state: "AVAILABLE",
        holderInstanceId: "ins-00000002",
        holderNetworkInterfaceId: "eni-00000002",
        lastMoved: "2026-11-22 11:00:00",
      },
      {},
    ],
    ["when an EIP was bound to it", { eipAddress: "1.2.3.4" }, {}],
    ["when tags stand in another order", { tags: { a: "1", b: "2" } }, { tags: { b: "2", a: "1" } }],
    ["when adopt names what it is", {}, { adopt: ID }],
    ["when a targeted run leaves the stack's identity out", {}, { owner: undefined }],
  ])("%s", (_what, olds, news) => {
    expect(diff(ID, { ...STATE, ...olds }, { ...INPUTS, ...news })).toEqual(NONE);
  });
});

describe("it is updated in place", () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["when the name changed", {}, { name: "web2" }],
    ["when somebody renamed it", { name: "hand-made" }, {}],
    ["when a tag was added", {}, { tags: { team: "web" } }],
    ["when a managed tag was taken off it", { tags: {} }, { tags: { team: "web" } }],
    ["when the program no longer names a tag", { tags: { team: "web" } }, {}],
    ["when timeouts changed", {}, { timeouts: { delete: "10m" } }],
    ["when timeouts were removed", { timeouts: { delete: "10m" } }, {}],
    ["when subnetCidr changed", {}, { subnetCidr: "10.0.0.0/24" }],
    ["when the owner changed, as by an alias", {}, { owner: "s/other" }],
    ["when it was not finished, which the engine forgets at a refresh", { initialized: false }, {}],
    ["when the stored closure differs", {}, { __provider: "other text" }],
    ["when the name is not known yet", {}, { name: UNKNOWN }],
    ["when a tag's value is not known yet", {}, { tags: { team: UNKNOWN } }],
    ["when it is not known yet what to adopt", {}, { adopt: UNKNOWN }],
  ])("%s", (_what, olds, news) => {
    expect(diff(ID, { ...STATE, ...olds }, { ...INPUTS, ...news })).toEqual(UPDATE);
  });
});

describe("it is replaced, the new one first,", () => {
  it.each<[string, Record<string, unknown>]>([
    ["vpcId", { vpcId: "vpc-00000002" }],
    ["subnetId", { subnetId: "subnet-00000002" }],
    ["region", { region: "ap-beijing" }],
    ["address", { address: "10.0.0.101" }],
    ["checkAssociate", { checkAssociate: true }],
    ["vpcId", { vpcId: UNKNOWN }],
    ["subnetId", { subnetId: UNKNOWN }],
    ["address", { address: UNKNOWN }],
    ["vpcId", { vpcId: "vpc-00000002", address: "10.0.0.100" }],
    ["vpcId", { vpcId: UNKNOWN, address: "10.0.0.100" }],
  ])("when %s changes: %j", (property, news) => {
    expect(diff(ID, STATE, { ...INPUTS, ...news })).toEqual({
      changes: true,
      replaces: [property],
      deleteBeforeReplace: false,
    });
  });
});

describe("it is replaced, the old one first,", () => {
  it.each<[string, Record<string, unknown>]>([
    ["checkAssociate", { checkAssociate: true }],
    ["subnetId", { subnetId: "subnet-00000002" }],
    ["subnetId", { subnetId: UNKNOWN }],
  ])("when %s changes and the address it has is pinned in the same VPC", (property, news) => {
    expect(diff(ID, STATE, { ...INPUTS, address: "10.0.0.100", ...news })).toEqual({
      changes: true,
      replaces: [property],
      deleteBeforeReplace: true,
    });
  });
});

describe("adopt", () => {
  it("must not come to name another HAVIP", () => {
    expect(() => diff(ID, STATE, { ...INPUTS, adopt: "havip-99999999" })).toThrow(
      /adopt names havip-99999999.*already is havip-1a2b3c4d/,
    );
  });

  it("must not stand beside a change that replaces what was adopted", () => {
    expect(() => diff(ID, STATE, { ...INPUTS, adopt: ID, address: "10.0.0.101" })).toThrow(
      /contradicts adopt.*Remove adopt/,
    );
  });
});

describe("adopt beside an unknown input", () => {
  it("fails no preview: the update, which knows the value, decides", () => {
    expect(diff(ID, STATE, { ...INPUTS, adopt: ID, vpcId: UNKNOWN })).toMatchObject({ replaces: ["vpcId"] });
  });
});

describe("a state", () => {
  it("of a newer layout is refused with the remedy", () => {
    expect(() => diff(ID, { ...STATE, schemaVersion: 2 }, INPUTS)).toThrow(/newer version.*npm install/);
  });

  it("never differs from itself, and always answers yes or no", () => {
    const value = fc.oneof(fc.constant(undefined), fc.string(), fc.constant(UNKNOWN));
    fc.assert(
      fc.property(fc.record({ name: value, address: value, vpcId: value, region: value }), (news) => {
        const difference = diff(ID, STATE, { ...INPUTS, ...news });
        expect(typeof difference.changes).toBe("boolean");
        const known = Object.fromEntries(Object.entries(news).filter(([, v]) => v !== undefined && v !== UNKNOWN));
        expect(diff(ID, { ...STATE, ...known }, { ...INPUTS, ...known })).toEqual(NONE);
      }),
    );
  });
});
