import type { ActionName } from "../../../provider/api/actions";
import { SERVED, SERVED_ACTIONS } from "../../../provider/emulator/actions/table";
import { dueTasks } from "../../../provider/emulator/actions/tasks";
import { ASSUMPTIONS } from "../../../provider/emulator/words/assumptions";
import { dispatch } from "../../../provider/emulator/cloud/dispatch";
import { ApiError } from "../../../provider/emulator/words/errors";
import { defaultSeed } from "../../../provider/emulator/resources/seed";
import { type State, apply, emptyState } from "../../../provider/emulator/store/state";
import { documentedCodes, isExpected } from "./documented-codes";
import { badRequests, longRequests } from "./bad-requests";

const NOW = Date.UTC(2026, 10, 23);
const context = {
  now: NOW,
  requestId: "a-request",
  language: "en-US" as const,
  assumptions: ASSUMPTIONS,
  settings: { taskDelayMs: 0, havipsPerVpc: 10, clientTokens: { honoured: true, lifetimeMs: 1_000 } },
  agents: { environmentOf: () => undefined, lastSeen: () => undefined },
};

function answer(state: State, action: ActionName, parameters: Record<string, unknown>, random = Math.random) {
  const call = {
    action,
    region: "ap-guangzhou",
    body: Buffer.alloc(0),
    inTexts: false,
    signer: { secretId: "", role: undefined },
  };
  return dispatch(call, parameters, state, { ...context, random });
}

/** The seed of the emulator, and the HAVIP havip-00000001 and the EIP eip-00000001. */
function stateWithExamples(): State {
  const state = emptyState();
  apply(state, defaultSeed(NOW, context));
  const given = { VpcId: "vpc-00000001", SubnetId: "subnet-00000001", HaVipName: "web" };
  apply(state, answer(state, "CreateHaVip", given, idDigits()).changes ?? []);
  apply(state, answer(state, "AllocateAddresses", {}, idDigits()).changes ?? []);
  apply(state, dueTasks(state, NOW, context));
  return state;
}

/** The random numbers that make ids end in seven zeros and a one. */
function idDigits(): () => number {
  let drawn = 0;
  const [zero, one] = [26.5 / 36, 27.5 / 36];
  return () => ((drawn += 1) % 8 === 0 ? one : zero);
}

/** The code that a call is refused with, "" where it succeeds, and the error of the emulator where it has one. */
function codeOf(state: State, action: ActionName, parameters: Record<string, unknown>): string {
  try {
    answer(state, action, parameters);
    return "";
  } catch (error) {
    return error instanceof ApiError ? error.code : String(error);
  }
}

describe("the codes of refusals", () => {
  const state = stateWithExamples();
  const refusable = SERVED_ACTIONS.filter((action) => Object.keys(SERVED[action].parameters).length > 0);

  it.each(refusable)("are those that the document of %s lists, or assumptions", (action) => {
    const { parameters } = SERVED[action];
    const met = badRequests(parameters).map((request) => [codeOf(state, action, request), request] as const);
    const refused = met.filter(([code]) => code !== "");
    expect(refused).not.toEqual([]);
    const unexpected = new Map(refused.filter(([code]) => !isExpected(action, code)));
    expect([...unexpected].map(([code, request]) => `${code} ${JSON.stringify(request).slice(0, 200)}`)).toEqual([]);
  });

  it.each(refusable.filter((action) => longRequests(SERVED[action].parameters).length > 0))(
    "are there for every list of %s that is longer than anything documented",
    (action) => {
      const taken = longRequests(SERVED[action].parameters).filter(
        ([, request]) => codeOf(state, action, request) === "",
      );
      expect(taken.map(([name]) => name)).toEqual([]);
    },
  );

  it("are compared with the list of every action that the vendor's SDK for Go has", () => {
    const products = ["vpc", "cvm", "tag", "sts"];
    // Only later versions of it have this one.
    const known = SERVED_ACTIONS.filter((action: string) => action !== "DescribeInstancesAttributes");
    const without = known.filter((action) => documentedCodes(action).length === 0);
    expect(without.filter((action) => products.includes(SERVED[action].service))).toEqual([]);
  });
});
