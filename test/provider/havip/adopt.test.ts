import { havip } from "../../../provider/havip";
import { ownershipOf } from "../../../provider/havip/ownership";
import { isApiError } from "../../../provider/api/errors";
import { rejection } from "../api/support/client";
import { INPUTS, type Run, type Stage, openStage, withoutFields } from "./operations";

let stage: Stage;
let run: Run;
beforeEach(async () => {
  stage = await openStage();
  run = stage.run();
});
afterEach(() => stage.emulator.close());

const shown = () => stage.emulator.state().havips;

/** A HAVIP that somebody made in the console. */
async function handMade(given: Record<string, unknown> = {}): Promise<string> {
  const signal = run.deadline(5_000);
  const { client } = await run.connect(undefined, signal);
  const request = { VpcId: INPUTS.vpcId, SubnetId: INPUTS.subnetId, HaVipName: "by hand", ...given };
  const { response } = await client.call("CreateHaVip", request, signal);
  return response.HaVip.HaVipId;
}

async function refusal(inputs: Record<string, unknown>): Promise<string> {
  const before = JSON.stringify(shown());
  const failure = await rejection(havip.create({ ...INPUTS, ...inputs }, run));
  // Whatever is refused changes nothing.
  expect(JSON.stringify(shown())).toBe(before);
  return (failure as Error).message;
}

describe("a HAVIP that was made by hand", () => {
  test("becomes the resource's own: marked, and called as the program says", async () => {
    const id = await handMade();
    const { state } = await havip.create({ ...INPUTS, adopt: id }, run);
    expect(shown()).toMatchObject([{ HaVipId: id, HaVipName: "web" }]);
    expect(shown().map(ownershipOf)).toEqual([{ owner: INPUTS.owner, generation: state.generation }]);
  });

  test("keeps the tags that somebody gave it", async () => {
    const id = await handMade({ Tags: [{ Key: "team", Value: "web" }] });
    await havip.create({ ...INPUTS, adopt: id }, run);
    expect(shown()[0]?.TagSet).toContainEqual({ Key: "team", Value: "web" });
  });

  test("is no leftover for the rest of the run", async () => {
    const id = await handMade();
    await havip.create({ ...INPUTS, adopt: id }, run);
    expect(run.memory.isSettled(id)).toBe(true);
  });

  test("is taken over where everything that the program pins is as it is", async () => {
    const id = await handMade({ Vip: "10.0.0.100", CheckAssociate: true });
    const pinned = { ...INPUTS, address: "10.0.0.100", checkAssociate: true, adopt: id };
    expect(await havip.create(pinned, run)).toMatchObject({ id });
  });

  test("is taken over as it is where the program pins nothing", async () => {
    const id = await handMade({ Vip: "10.0.0.100", CheckAssociate: true });
    const { state } = await havip.create({ ...INPUTS, adopt: id }, run);
    expect(state).toMatchObject({ address: "10.0.0.100", checkAssociate: true });
  });
});

test("a HAVIP of this very resource, of an earlier run, is taken over", async () => {
  const { id, state } = await havip.create({ ...INPUTS }, stage.run());
  const again = await havip.create({ ...INPUTS, adopt: id }, run);
  expect(again.id).toBe(id);
  expect(again.state.generation).not.toBe(state.generation);
});

test("a site that does not tell who may claim a HAVIP has none of which only some may", async () => {
  const id = await handMade();
  run = stage.run(withoutFields("CheckAssociate"));
  expect(await refusal({ checkAssociate: true, adopt: id })).toContain("checkAssociate is false, not true");
  expect(await havip.create({ ...INPUTS, checkAssociate: false, adopt: id }, run)).toMatchObject({ id });
});

test("what could not be marked is not taken: with what it failed, and what to do then", async () => {
  const id = await handMade();
  const fault = { action: "ModifyResourceTags", phase: "before", kind: "error" } as const;
  stage.emulator.faults.next({ ...fault, code: "UnauthorizedOperation" });
  const failure = (await rejection(havip.create({ ...INPUTS, adopt: id }, run))) as Error;
  expect(failure.message).toMatch(/Run pulumi up again once this is mended: .*UnauthorizedOperation/s);
  expect(isApiError(failure.cause, "UnauthorizedOperation")).toBe(true);
  expect(run.memory.isSettled(id)).toBe(false);
});

describe("what cannot be adopted is refused, and nothing is changed:", () => {
  test("a HAVIP that is not there", async () => {
    expect(await refusal({ adopt: "havip-99999999" })).toBe(
      "adopt: there is no HAVIP havip-99999999 in ap-guangzhou. Check id and region, or remove adopt to create a new one.",
    );
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["subnet", { subnetId: "subnet-00000002" }, "subnetId is subnet-00000001, not subnet-00000002"],
    ["VPC", { vpcId: "vpc-00000002" }, "vpcId is vpc-00000001, not vpc-00000002"],
    ["address", { address: "10.0.0.101" }, "address is 10.0.0.100, not 10.0.0.101"],
    ["drift range", { checkAssociate: true }, "checkAssociate is false, not true"],
  ])("one with another %s, which only a replacement could change", async (_what, inputs, difference) => {
    const id = await handMade({ Vip: "10.0.0.100" });
    expect(await refusal({ ...inputs, adopt: id })).toBe(
      `adopt: ${id} cannot become what the program says: ${difference}. Change these inputs to what it has.`,
    );
  });

  test("with all that is unequal at once", async () => {
    const id = await handMade({ Vip: "10.0.0.100" });
    expect(await refusal({ address: "10.0.0.101", checkAssociate: true, adopt: id })).toContain(
      "address is 10.0.0.100, not 10.0.0.101; checkAssociate is false, not true",
    );
  });

  test("another resource's, whose tags are named", async () => {
    const { id, state } = await havip.create({ ...INPUTS, owner: "stack-2/resource-9", tags: { team: "web" } }, run);
    const message = await refusal({ adopt: id });
    expect(message).toContain(
      `adopt: ${id} belongs to another Pulumi resource (its tags: pulumi-havip:stack = stack-2, ` +
        `pulumi-havip:resource = resource-9, pulumi-havip:generation = ${state.generation}). Remove it there with retainOnDelete`,
    );
  });

  test.each(["stack-2/resource-1", "stack-1/resource-2"])(
    "one of %s, though half of its owner is ours",
    async (owner) => {
      const { id } = await havip.create({ ...INPUTS, owner }, run);
      expect(await refusal({ adopt: id })).toMatch(/belongs to another Pulumi resource/);
    },
  );
});
