import { byIds } from "../../../provider/api/havips-by-id";
import { type Cloud, answer, startCloud } from "./support/cloud";
import { clientFor, open, rejection } from "./support/client";

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud();
});
afterEach(() => cloud.close());

const [A, B] = ["havip-aaaaaaaa", "havip-bbbbbbbb"];
const found = async (ids: string[]) =>
  [...(await byIds(clientFor(cloud.url), ids, open)).values()].map((each) => "havip" in each && each.havip?.HaVipId);

const ALL = answer({ TotalCount: 2, HaVipSet: [{ HaVipId: A }, { HaVipId: B }] });
const NONE = answer({ TotalCount: 0, HaVipSet: [] });

test.each([
  ["none", []],
  ["a row of nothing", [null]],
  ["another one", [{ HaVipId: "havip-cccccccc" }]],
])(
  "an answer that counts two and lists %s does not say that they are gone: they are asked for again",
  async (_, rows) => {
    cloud.answers(answer({ TotalCount: 2, HaVipSet: rows }), ALL);
    expect(await found([A, B])).toEqual([A, B]);
  },
);

test("nor does one that lists one of two that it counts, and then none of the other", async () => {
  const rows = [{ HaVipId: A }];
  cloud.answers(answer({ TotalCount: 2, HaVipSet: rows }), answer({ TotalCount: 1, HaVipSet: [] }), ALL);
  expect(await found([A, B])).toEqual([A, B]);
});

test("a cloud that never lists what it counts is told of when the time is over", async () => {
  cloud.answers(answer({ TotalCount: 1, HaVipSet: [] }));
  const error = await rejection(byIds(clientFor(cloud.url), [A], open));
  expect(error).toMatchObject({
    known: "ambiguous",
    cloudMessage: `the answer counts HAVIPs (1) and lists none of those asked for`,
  });
});

test("what is not counted either is not there", async () => {
  cloud.answers(NONE);
  expect(await found([A, B])).toEqual([undefined, undefined]);
});

test("an answer that ignores the ids, and is whole, says that they are not there", async () => {
  cloud.answers(answer({ TotalCount: 1, HaVipSet: [{ HaVipId: "havip-cccccccc" }] }));
  expect(await found([A])).toEqual([undefined]);
});
