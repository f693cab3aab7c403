import { UNKNOWN, hasUnknown } from "../../../provider/core/unknown";

test("the engine's word for a value that is not known yet is part of its protocol", () => {
  expect(UNKNOWN).toBe("04da6b54-80e4-46f7-96ec-b56ff0331ba9"); // unknownValue in @pulumi/pulumi/runtime/rpc.
});

describe("something is not known yet", () => {
  test.each<[string, unknown]>([
    ["where the value itself is not", UNKNOWN],
    ["where one value of an object is not", { team: "web", cost: UNKNOWN }],
    ["where one value of a list is not", ["web", UNKNOWN]],
    ["however deep it stands", { members: [{ address: "10.0.0.11" }, { address: UNKNOWN }] }],
  ])("%s", (_where, value) => {
    expect(hasUnknown(value)).toBe(true);
  });
});

describe("everything is known", () => {
  test.each<[string, unknown]>([
    ["of a text", "web"],
    ["of a text that only quotes the engine's word", `name-${UNKNOWN}`],
    ["of nothing", undefined],
    ["of null", null],
    ["of an empty object", {}],
    ["of an empty list", []],
    ["of an object with a null in it", { team: null }],
    ["of a key that is the engine's word", { [UNKNOWN]: "web" }],
  ])("%s", (_what, value) => {
    expect(hasUnknown(value)).toBe(false);
  });
});
