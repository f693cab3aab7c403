import { havip } from "../../../provider/havip";
import { rejection } from "../api/support/client";
import { ownershipTags } from "../../../provider/havip/ownership";
import type { Send } from "../../../provider/api/send";
import { INPUTS, type Run, type Stage, openStage, withoutFields } from "./operations";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.emulator.close());

const ids = (): string[] => stage.emulator.state().havips.map(({ HaVipId }) => HaVipId);
const calls = (action: string): number => stage.emulator.stats()[action]?.calls ?? 0;

/** What a run leaves that was killed between the cloud's answer and the engine's note of it. */
async function interruptedCreate(inputs: object = INPUTS): Promise<{ id: string; state: Record<string, unknown> }> {
  const { id, state } = await havip.create({ ...inputs }, stage.run());
  return { id, state: { ...state } };
}

describe("L10: what an interrupted run left", () => {
  test("is used again by the next one, and a warning says so", async () => {
    const { id } = await interruptedCreate();
    const run = stage.run();
    const again = await havip.create({ ...INPUTS }, run);
    expect(again.id).toBe(id);
    expect(ids()).toEqual([id]);
    expect(run.warnings).toEqual([
      expect.stringMatching(`${id} was left by an earlier run.* is used again for web, and no second HAVIP was made`),
    ]);
  });

  test("carries the new generation, so that the old state can no longer release it", async () => {
    const old = await interruptedCreate();
    const again = await havip.create({ ...INPUTS }, stage.run());
    expect(again.state.generation).not.toBe(old.state["generation"]);
    const run = stage.run();
    await havip.delete(old.id, old.state, run);
    expect(ids()).toEqual([old.id]);
    expect(run.warnings).toEqual([expect.stringContaining("was not released: it carries another generation's tags")]);
  });

  test("gets the name and the tags that the program has by now", async () => {
    await interruptedCreate();
    const { state } = await havip.create({ ...INPUTS, name: "renamed", tags: { team: "web" } }, stage.run());
    expect(state).toMatchObject({ name: "renamed", tags: { team: "web" }, initialized: true });
  });

  test("is left alone where it was made from other inputs, and named", async () => {
    const { id } = await interruptedCreate({ ...INPUTS, checkAssociate: true });
    const run = stage.run();
    const made = await havip.create({ ...INPUTS, checkAssociate: false }, run);
    expect(ids()).toEqual([id, made.id]);
    expect(run.warnings).toEqual([
      expect.stringMatching(`${id} carries .* unlike it \\(checkAssociate is true, not false\\).*havip orphans`),
    ]);
  });

  test("is left alone while it is in use, and named", async () => {
    const { id } = await interruptedCreate();
    stage.emulator.announce({ haVipId: id, instanceId: "ins-00000001" });
    const run = stage.run();
    const made = await havip.create({ ...INPUTS }, run);
    expect(ids()).toEqual([id, made.id]);
    expect(run.warnings).toEqual([expect.stringContaining(`${id} carries the tags of an earlier web but is in use`)]);
  });

  test("is left alone without a word where the engine showed it: then it lives in the state", async () => {
    const { id } = await interruptedCreate();
    const run = stage.run();
    run.memory.saw(id);
    const made = await havip.create({ ...INPUTS }, run);
    expect(ids()).toEqual([id, made.id]);
    expect(run.warnings).toEqual([]);
  });

  test("L7: is used again though the engine showed it, where it has the address that the create is refused", async () => {
    const pinned = { ...INPUTS, address: "10.0.0.100" };
    const { id, state } = await interruptedCreate(pinned);
    const run = stage.run();
    run.memory.saw(id);
    const again = await havip.create(pinned, run);
    expect(again.id).toBe(id);
    // The engine deletes what it believes to have replaced.
    await havip.delete(id, state, run);
    expect(ids()).toEqual([id]);
  });

  test("is nothing to settle any more where this process has released it, though a read still shows it", async () => {
    const { id } = await interruptedCreate();
    const run = stage.run();
    run.memory.settled(id);
    const made = await havip.create({ ...INPUTS }, run);
    expect(ids()).toEqual([id, made.id]);
    expect(run.warnings).toEqual([]);
  });

  test("S5: is used again in any state where the program pins its address", async () => {
    const pinned = { ...INPUTS, address: "10.0.0.100" };
    const { id } = await interruptedCreate(pinned);
    stage.emulator.announce({ haVipId: id, instanceId: "ins-00000001" });
    const again = await havip.create(pinned, stage.run());
    expect(again.id).toBe(id);
    expect(ids()).toEqual([id]);
  });

  test("S5: is found by the refused create where the shared listing did not show it yet", async () => {
    const run = stage.run();
    await havip.create({ ...INPUTS, owner: "stack-1/resource-2" }, run); // Its listing serves the next create as well.
    const pinned = { ...INPUTS, address: "10.0.0.100" };
    const { id } = await interruptedCreate(pinned);
    expect((await havip.create(pinned, run)).id).toBe(id);
    expect(ids()).toHaveLength(2);
  });

  describe("and has the pinned address, but was made from other inputs,", () => {
    const pinned = { ...INPUTS, address: "10.0.0.100" };
    const changed = { ...pinned, checkAssociate: false };
    const made = async (): Promise<string> => (await interruptedCreate({ ...pinned, checkAssociate: true })).id;

    async function associate(HaVipId: string): Promise<void> {
      const run = stage.run();
      const { client } = await run.connect(undefined, run.deadline(5_000));
      const HaVipAssociationSet = [{ HaVipId, InstanceId: "ins-00000001", InstanceType: "CVM" }];
      await client.call("AssociateHaVipInstance", { HaVipAssociationSet }, run.deadline(5_000));
    }

    test("is released where it is idle, and a new one gets the address", async () => {
      const id = await made();
      const run = stage.run();
      const again = await havip.create(changed, run);
      expect(again.state).toMatchObject({ address: "10.0.0.100", checkAssociate: false });
      expect(ids()).toEqual([again.id]);
      expect(run.warnings).toEqual([
        expect.stringMatching(`${id} was left by .* checkAssociate is true, not false. It was idle and is released`),
      ]);
    });

    test("is released also where the shared listing did not show it yet", async () => {
      const run = stage.run();
      await havip.create({ ...INPUTS, owner: "stack-1/resource-2" }, run);
      const id = await made();
      const again = await havip.create(changed, run);
      expect(again.state.address).toBe("10.0.0.100");
      expect(ids()).not.toContain(id);
    });

    test("is left alone while it is in use: the refusal names it, and does not advise what would be refused", async () => {
      const id = await made();
      await associate(id);
      stage.emulator.announce({ haVipId: id, instanceId: "ins-00000001" });
      const { message } = (await rejection(havip.create(changed, stage.run()))) as Error;
      expect(message).toMatch(`10.0.0.100 is taken by the HAVIP ${id}`);
      expect(message).toMatch(/cannot be adopted: .*checkAssociate is true, not false\. It is held by ins-00000001/);
      expect(message).not.toMatch(/set adopt/);
      expect(ids()).toEqual([id]);
    });

    test("is left alone where its drift range was set: somebody is at work with it", async () => {
      const id = await made();
      await associate(id);
      await rejection(havip.create(changed, stage.run()));
      expect(ids()).toEqual([id]);
    });

    test("is left alone where the engine showed it: then it is the engine that releases it", async () => {
      const id = await made();
      const run = stage.run();
      run.memory.saw(id);
      await rejection(havip.create(changed, run));
      expect(ids()).toEqual([id]);
    });
  });

  test("stops the create where it is more than one, and all are named", async () => {
    const first = await interruptedCreate();
    stage.emulator.announce({ haVipId: first.id, instanceId: "ins-00000001" });
    const second = await interruptedCreate();
    stage.emulator.release({ haVipId: first.id });
    const failure = await rejection(havip.create({ ...INPUTS }, stage.run()));
    expect((failure as Error).message).toMatch(new RegExp(`The HAVIPs ${first.id}, ${second.id} all carry`));
    expect((failure as Error).message).toMatch(
      new RegExp(
        `choose one with .* \\(adopt: "${first.id}"\\), and release the others or take .* pulumi-havip: off them`,
      ),
    );
    expect(ids()).toHaveLength(2);
  });

  test("is not made twice because it cannot be marked", async () => {
    const { id } = await interruptedCreate();
    stage.emulator.faults.next({
      action: "ModifyResourceTags",
      phase: "before",
      kind: "error",
      code: "UnauthorizedOperation",
    });
    const failure = await rejection(havip.create({ ...INPUTS }, stage.run()));
    expect((failure as Error).message).toMatch(new RegExp(`^${id} was not taken over.*no other HAVIP was made`));
    expect(ids()).toEqual([id]);
  });
});

describe("the listings of a run", () => {
  test("are one for all creates in a VPC", async () => {
    const run = stage.run();
    const owners = Array.from({ length: 8 }, (_, index) => `stack-1/resource-${String(index)}`);
    await Promise.all(owners.map((owner) => havip.create({ ...INPUTS, owner }, run)));
    const listings = stage.emulator.calls().filter(({ parameters }) => parameters["Filters"] !== undefined);
    expect(listings).toHaveLength(1);
    expect(calls("CreateHaVip")).toBe(8);
  });

  test("L8: are made afresh for a second create of the same owner", async () => {
    const run = stage.run();
    const first = await havip.create({ ...INPUTS }, run);
    const second = await havip.create({ ...INPUTS }, run);
    expect(second.id).toBe(first.id);
    expect(ids()).toHaveLength(1);
    expect(calls("CreateHaVip")).toBe(1); // It was found, not asked for once more.
  });
});

describe("what an interrupted run left is used again", () => {
  test("where the program says the same of who may claim it", async () => {
    const inputs = { ...INPUTS, checkAssociate: true };
    const { id } = await interruptedCreate(inputs);
    expect(await havip.create(inputs, stage.run())).toMatchObject({ id });
  });

  test("where the program wants all to be able to claim it, and the site does not tell who may", async () => {
    const inputs = { ...INPUTS, checkAssociate: false };
    const { id } = await interruptedCreate(inputs);
    expect(await havip.create(inputs, stage.run(withoutFields("CheckAssociate")))).toMatchObject({ id });
  });
});

describe("what an interrupted run left is not used again", () => {
  async function madeBeside(id: string, inputs: Record<string, unknown>): Promise<Run> {
    const run = stage.run();
    const made = await havip.create({ ...INPUTS, ...inputs }, run);
    expect(ids()).toEqual([id, made.id]);
    return run;
  }

  test("in another subnet, and with what else is unlike it", async () => {
    const { id } = await interruptedCreate();
    const { warnings } = await madeBeside(id, { subnetId: "subnet-00000002", checkAssociate: true });
    expect(warnings).toEqual([
      expect.stringContaining("(subnetId is subnet-00000001, not subnet-00000002; checkAssociate is false, not true)"),
    ]);
  });

  test("for another address than the one that the program pins", async () => {
    const { id } = await interruptedCreate({ ...INPUTS, address: "10.0.0.100" });
    const { warnings } = await madeBeside(id, { address: "10.0.0.101" });
    expect(warnings).toEqual([expect.stringContaining("address is 10.0.0.100, not 10.0.0.101")]);
  });

  test("while an EIP is bound to it", async () => {
    const { id } = await interruptedCreate();
    const run = stage.run();
    const { client } = await run.connect(undefined, run.deadline(5_000));
    const { response } = await client.call("AllocateAddresses", {}, run.deadline(5_000));
    const described = await client.call("DescribeAddresses", { AddressIds: response.AddressSet }, run.deadline(5_000));
    const AddressIp = described.response.AddressSet[0]?.AddressIp ?? "";
    await client.call("HaVipAssociateAddressIp", { HaVipId: id, AddressIp }, run.deadline(5_000));
    const { warnings } = await madeBeside(id, {});
    expect(warnings).toEqual([expect.stringContaining("but is in use, so a new HAVIP is made")]);
  });

  test("while somebody holds it, who is named, with what can be done about it later", async () => {
    const { id } = await interruptedCreate();
    stage.emulator.announce({ haVipId: id, instanceId: "ins-00000001" });
    const { warnings } = await madeBeside(id, {});
    expect(warnings).toEqual([
      expect.stringMatching(
        new RegExp(
          `but is in use by ins-00000001, so .*does not replace ${id} by force, .*havip orphans.*` +
            `take the tags that begin with pulumi-havip: off it, and declare a Havip of its own with adopt: "${id}"`,
        ),
      ),
    ]);
  });

  test("once somebody has released it, though the listing of this run still has it", async () => {
    const { id, state } = await interruptedCreate();
    const run = stage.run();
    await havip.create({ ...INPUTS, owner: "stack-1/resource-2" }, run);
    await havip.delete(id, state, stage.run());
    const made = await havip.create({ ...INPUTS }, run);
    expect(ids()).toContain(made.id);
    expect(run.warnings).toEqual([]);
  });
});

describe("what an interrupted run left with the pinned address, but from other inputs,", () => {
  const left = { ...INPUTS, address: "10.0.0.100", checkAssociate: true };
  const pinned = { ...left, checkAssociate: false };

  /** Something happens just before the reads of the HAVIPs go on that follow the first two. */
  function beforeTheRelease(act: () => Promise<unknown>): (send: Send) => Send {
    let reads = 0;
    return (send) => async (outgoing, signal) => {
      if (outgoing.headers["X-TC-Action"] === "DescribeHaVips" && ++reads === 3) await act();
      return send(outgoing, signal);
    };
  }

  test("is settled with its release: a read that shows it still says nothing new", async () => {
    const { id } = await interruptedCreate(left);
    const run = stage.run();
    await havip.create(pinned, run);
    expect(run.memory.isSettled(id)).toBe(true);
    expect(run.warnings).toEqual([
      expect.stringMatching(
        `${id} was left by .* and had 10.0.0.100, which web asks for, but cannot become .* not false.*; a new HAVIP gets the address\\.$`,
      ),
    ]);
  });

  test("is released also where the site does not tell who may claim it", async () => {
    const { id } = await interruptedCreate(left);
    const made = await havip.create(pinned, stage.run(withoutFields("HaVipAssociationSet")));
    expect(ids()).toEqual([made.id]);
    expect(made.id).not.toBe(id);
  });

  test("is waited for like any release, but until the create ends", async () => {
    await interruptedCreate(left);
    const refusal = { action: "DeleteHaVip", phase: "before", kind: "error", code: "UnsupportedOperation" } as const;
    stage.emulator.faults.next({ ...refusal, times: 2 });
    const run = stage.run();
    await havip.create(pinned, run);
    expect(run.warnings[0]).toContain("Trying again until timeouts.create ends");
  });

  test("is released alone: the others are told of", async () => {
    const other = await interruptedCreate();
    const { id } = await interruptedCreate(left);
    const run = stage.run();
    const made = await havip.create(pinned, run);
    expect(ids()).toEqual([other.id, made.id]);
    expect(run.warnings).toEqual([
      expect.stringContaining(`${id} was left by an earlier run`),
      expect.stringContaining(`${other.id} carries the tags of an earlier web but is unlike it`),
    ]);
  });

  test("is left alone, and told of, where somebody begins to use it at the last moment", async () => {
    const { id } = await interruptedCreate(left);
    const run = stage.run(
      beforeTheRelease(async () => {
        const HaVipAssociationSet = [{ HaVipId: id, InstanceId: "ins-00000001", InstanceType: "CVM" }];
        const { client } = await run.connect(undefined, run.deadline(5_000));
        await client.call("AssociateHaVipInstance", { HaVipAssociationSet }, run.deadline(5_000));
      }),
    );
    await rejection(havip.create(pinned, run));
    expect(ids()).toEqual([id]);
    expect(run.warnings[0]).toContain(`${id} carries the tags of an earlier web but is unlike it`);
    expect(run.warnings.join()).not.toContain("is released");
    expect(run.memory.isSettled(id)).toBe(false);
  });

  test("is left alone where somebody takes the tags off it at the last moment", async () => {
    const { id, state } = await interruptedCreate(left);
    const DeleteTags = Object.keys(ownershipTags({ owner: "", generation: "" })).map((TagKey) => ({ TagKey }));
    const Resource = `qcs::vpc:ap-guangzhou:uin/${String(state["account"])}:havip/${id}`;
    const run = stage.run(
      beforeTheRelease(async () => {
        const { client } = await run.connect(undefined, run.deadline(5_000));
        await client.call("ModifyResourceTags", { Resource, DeleteTags }, run.deadline(5_000));
      }),
    );
    const failure = await rejection(havip.create(pinned, run));
    expect((failure as Error).message).toContain(`10.0.0.100 is taken by the HAVIP ${id}`);
    expect(ids()).toEqual([id]);
  });

  test("is left alone where another resource takes it over at the last moment", async () => {
    const { id, state } = await interruptedCreate(left);
    const theirs = ownershipTags({ owner: "stack-2/resource-2", generation: "another" });
    const ReplaceTags = Object.entries(theirs).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const Resource = `qcs::vpc:ap-guangzhou:uin/${String(state["account"])}:havip/${id}`;
    const run = stage.run(
      beforeTheRelease(async () => {
        const { client } = await run.connect(undefined, run.deadline(5_000));
        await client.call("ModifyResourceTags", { Resource, ReplaceTags }, run.deadline(5_000));
      }),
    );
    await rejection(havip.create(pinned, run));
    expect(ids()).toEqual([id]);
  });
});
