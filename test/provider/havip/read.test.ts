import { havip } from "../../../provider/havip";
import { INPUTS, type Stage, openStage, showsNone, withoutFields } from "./operations";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.emulator.close());

test("W1: a HAVIP of the same id in another world, which is somebody else's, is not called gone", async () => {
  const { id, state } = await havip.create({ ...INPUTS }, stage.run());
  const elsewhere = { ...state, world: "tencentcloud", generation: "the-one-in-the-cloud" };
  await expect(havip.read(id, elsewhere, stage.run())).rejects.toThrow(/Refused to treat .* as gone/);
});

describe("a refresh", () => {
  test("C1: does not believe one look that shows nothing", async () => {
    const { id, state } = await havip.create({ ...INPUTS }, stage.run());
    expect(await havip.read(id, { ...state }, stage.run(showsNone(1)))).toEqual(state);
    expect(await havip.read(id, { ...state }, stage.run(showsNone(2)))).toBeUndefined();
  });

  test("C1: waits for what a create could not finish, as it may never have been readable yet", async () => {
    const { id, state } = await havip.create({ ...INPUTS }, stage.run());
    const unfinished = { ...state, initialized: false };
    expect(await havip.read(id, unfinished, stage.run(showsNone(5)))).toEqual(unfinished);
    const impatient = { ...unfinished, timeouts: { read: "200ms" } };
    expect(await havip.read(id, impatient, stage.run(showsNone(Infinity)))).toBeUndefined();
  });

  test("C4: keeps what a row leaves out: empty, it would be a difference, and replace the HAVIP", async () => {
    const inputs = { ...INPUTS, address: "10.0.0.100", checkAssociate: true, tags: { team: "web" } };
    const { id, state } = await havip.create(inputs, stage.run());
    const fields = ["HaVipName", "VpcId", "SubnetId", "Vip", "CheckAssociate", "CreatedTime", "TagSet"];
    const read = await havip.read(id, { ...state }, stage.run(withoutFields(...fields)));
    expect(read).toEqual(state);
    expect(havip.diff(id, { ...read }, inputs).changes).toBe(false);
  });

  test("takes over that the tags are gone where the row has an empty list of them", async () => {
    const { id, state } = await havip.create({ ...INPUTS, tags: { team: "web" } }, stage.run());
    const emptied = await havip.read(
      id,
      { ...state },
      stage.run((send) => async (outgoing, signal) => {
        const sent = await send(outgoing, signal);
        const none = (key: string, value: unknown): unknown => (key === "TagSet" ? [] : value);
        return sent.kind === "answered" ? { ...sent, body: JSON.stringify(JSON.parse(sent.body), none) } : sent;
      }),
    );
    expect(emptied?.tags).toEqual({});
  });

  test("of a HAVIP that is only read does not care whose it is, or becomes", async () => {
    const { id } = await havip.create({ ...INPUTS }, stage.run());
    const got = await havip.read(id, {}, stage.run());
    expect(got).toMatchObject({ owner: "", generation: "" });
    await havip.create({ ...INPUTS }, stage.run()); // It finds the HAVIP, and marks it anew.
    const run = stage.run();
    expect(await havip.read(id, { ...got }, run)).toEqual(got);
    expect(run.warnings).toEqual([]);
  });
});
