import { havip } from "../../../provider/havip";
import { INPUTS, type Stage, openStage } from "./operations";

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
