import { ConfigurationError } from "../../provider/api/configuration-error";
import { serveDynamic } from "../../provider/dynamic";
import { IncompleteError, type Kind, WrongWorldError } from "../../provider/kind";

/** A kind whose operations all end with `outcome`. */
function kind(outcome: () => Promise<object>): Kind<object> {
  return {
    check: (news) => ({ inputs: news, failures: [] }),
    diff: () => ({ changes: false, replaces: [], deleteBeforeReplace: false }),
    create: async () => ({ id: "x-1", state: await outcome() }),
    read: outcome,
    update: outcome,
    delete: async () => {
      await outcome();
    },
  };
}

const INPUTS = { name: "web", __provider: "text" };

describe("a state that has no form in JSON reaches the engine as one that has, so that no resource is lost by it", () => {
  const odd = { when: new Date(0), count: 10n, absent: undefined, list: [undefined, 1] };
  const clean = { when: "1970-01-01T00:00:00.000Z", count: "10", list: [null, 1] };
  const provider = serveDynamic(kind(() => Promise.resolve(odd)));

  it("from create, read and update", async () => {
    expect((await provider.create(INPUTS)).outs).toEqual(clean);
    expect((await provider.read("x-1", {})).props).toEqual(clean);
    expect((await provider.update("x-1", {}, INPUTS)).outs).toEqual(clean);
  });

  it("from a failure after the cloud had the resource", async () => {
    const failing = serveDynamic(kind(() => Promise.reject(new IncompleteError("x-1", odd, new Error("no answer")))));
    const failure: unknown = await failing.create(INPUTS).catch((error: unknown) => error);
    expect(failure).toMatchObject({ id: "x-1", properties: { ...INPUTS, ...clean }, reasons: ["no answer"] });
  });
});

it("any other failure has no id: the cloud has nothing", async () => {
  const failing = serveDynamic(kind(() => Promise.reject(new Error("refused"))));
  const failure: unknown = await failing.create(INPUTS).catch((error: unknown) => error);
  expect(failure).toEqual(new Error("refused"));
  expect(failure).not.toHaveProperty("id");
});

it("what check and diff throw rejects: it must not end the process", async () => {
  const throwing = (): never => {
    throw new Error("not that");
  };
  const provider = serveDynamic({ ...kind(() => Promise.resolve({})), check: throwing, diff: throwing });
  await expect(provider.check({}, INPUTS)).rejects.toThrow("not that");
  await expect(provider.diff("x-1", {}, INPUTS)).rejects.toThrow("not that");
});

describe("an error of read and delete, whose stack the process prints and whose message the engine shows", () => {
  const failureOf = async (error: Error): Promise<Error> => {
    const provider = serveDynamic(kind(() => Promise.reject(error)));
    const [failure, again] = await Promise.all(
      [provider.read("x-1", {}), provider.delete("x-1", {})].map((operation) =>
        operation.catch((thrown: unknown) => thrown),
      ),
    );
    expect(again).toEqual(failure);
    if (failure instanceof Error) return failure;
    throw new Error("It should have failed.");
  };

  it("has no stack if it is written for the user", async () => {
    expect((await failureOf(new Error("held by ins-1"))).stack).toBe("");
  });

  it("has its stack if it is a mistake of ours", async () => {
    expect((await failureOf(new TypeError("undefined is not a function"))).stack).toContain("dynamic.test.ts");
  });

  it.each([new ConfigurationError("No credentials."), new WrongWorldError("Refused.")])(
    "about the settings says that those of the last up are in force: %s",
    async (error) => {
      expect((await failureOf(error)).message).toMatch(/of the last pulumi up.*--run-program/);
    },
  );
});
