import type { Cloud, Stage } from "./stage";

/** All that happens to a HAVIP from its creation to its release, each action of the provider at least once. */
export async function life({ provider }: Stage, { inputs, ids }: Cloud): Promise<void> {
  const { id, state } = await provider.create(inputs());
  expect(ids()).toEqual([id]);
  expect(await provider.read(id, state)).toMatchObject({ id, state });
  const updated = await provider.update(id, state, inputs({ name: "renamed", tags: { team: "web" } }));
  expect(updated).toMatchObject({ name: "renamed", tags: { team: "web" } });
  await provider.delete(id, updated);
  expect(ids()).toEqual([]);
}

/** The actions of that life, in their order. */
export const LIFE = [
  "GetCallerIdentity",
  "DescribeHaVips",
  "CreateHaVip",
  "ModifyHaVipAttribute",
  "ModifyResourceTags",
  "DeleteHaVip",
] as const;
