import { Credential } from "../../../../provider/api/credentials/credential";
import { createTemporaries, temporaryCredential } from "../../../../provider/api/credentials/temporary";
import { open } from "../support/client";

const made = (name: string): Credential => new Credential(name, `${name}-key`, `${name}-token`, "a test");

function stage() {
  let [now, obtained] = [0, 0];
  const temporaries = createTemporaries(() => now);
  const obtain = (lifetimeMs: number) => () => {
    obtained += 1;
    return Promise.resolve({ credential: made(String(obtained)), lifetimeMs });
  };
  return {
    temporaries,
    pass: (milliseconds: number) => void (now += milliseconds),
    get: async (key = "role", lifetimeMs = 7_200_000) =>
      (await temporaries.get(key, "obtaining", obtain(lifetimeMs), open)).secretId,
  };
}

test("temporary credentials are kept until five minutes before their end, or a tenth of a short life", async () => {
  const { get, pass } = stage();
  expect([await get("long"), await get("short", 600_000)]).toEqual(["1", "2"]);
  pass(539_999);
  expect([await get("long"), await get("short", 600_000)]).toEqual(["1", "2"]);
  pass(1);
  expect([await get("long"), await get("short", 600_000)]).toEqual(["1", "3"]);
  pass(6_359_999);
  expect(await get("long")).toBe("1");
  pass(1);
  expect(await get("long")).toBe("4");
});

test("those that have expired before their time are discarded, whatever object holds them, and no others", async () => {
  const { get, temporaries } = stage();
  expect([await get("one"), await get("two")]).toEqual(["1", "2"]);
  temporaries.discard(made("1"));
  expect([await get("one"), await get("two")]).toEqual(["3", "2"]);
});

test("what failed is tried again by whoever asks next", async () => {
  const { get, temporaries } = stage();
  const failing = temporaries.get("role", "obtaining", () => Promise.reject(new Error("no")), open);
  await expect(failing).rejects.toThrow("no");
  expect(await get()).toBe("1");
});

test.each([{}, { TmpSecretId: "a", TmpSecretKey: "very-secret\n", Token: "t" }])(
  "an answer that cannot be credentials is an error without a word of it: %j",
  (answer) => {
    expect(() => temporaryCredential(answer, "the role")).toThrow("lacks TmpSecretId, TmpSecretKey or Token");
    expect(() => temporaryCredential(answer, "the role")).not.toThrow("very-secret");
  },
);
