// How long the keepalived configuration of the largest cluster takes: validated and rendered, for all its members.
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";

const require = createRequire(import.meta.url);
const { keepalivedDraft } = require("../../dist/sdk/keepalived/args.js");
const { completed } = require("../../dist/sdk/keepalived/draft.js");
const { renderFiles } = require("../../dist/sdk/keepalived/render.js");
const { withRouterIds } = require("../../dist/sdk/keepalived/router-id.js");
const { keepalivedProblems } = require("../../dist/sdk/keepalived/validate.js");

const RUNS = 200;
/** What is not counted: the first runs compile the code. */
const FIRST_RUNS = 50;

const URN = "urn:pulumi:dev::shop::tencentcloud-havip:index:KeepalivedCluster::web";

export function renderFigures() {
  const [one, ten] = [oneInstance(), tenInstances()];
  const model = completed(validated(one));
  return [
    figure("in one instance, rendered", () => renderFiles(model)),
    figure("in one instance, validated and rendered", () => renderFiles(completed(validated(one)))),
    figure("in ten instances, validated and rendered", () => renderFiles(completed(validated(ten)))),
  ];
}

function figure(what, work) {
  const times = Array.from({ length: FIRST_RUNS + RUNS }, () => timed(work)).slice(FIRST_RUNS);
  const name = `keepalived.conf of 10 members with 10 HAVIPs, ${what}, median`;
  return { name, unit: "ms", limit: 5, measured: median(times) };
}

function timed(work) {
  const began = performance.now();
  const files = Object.keys(work());
  const took = performance.now() - began;
  if (files.length !== 10) throw new Error(`${files.length} files were rendered.`);
  return took;
}

function validated(args) {
  const draft = withRouterIds(keepalivedDraft("web", args), URN);
  const problems = keepalivedProblems(draft);
  if (problems.length > 0) throw new Error(`Not valid: ${JSON.stringify(problems)}`);
  return draft;
}

function oneInstance() {
  return { members: members(), havips: havips() };
}

function tenInstances() {
  const instances = havips().map((havip, index) => ({
    name: `VI_${index}`,
    havips: [havip],
    // Ids that are derived may be the same; which ones are, is not the matter here.
    virtualRouterId: index + 1,
    preferredMembers: [members()[index].instanceId],
  }));
  return { members: members(), instances };
}

function members() {
  return Array.from({ length: 10 }, (_, index) => ({
    instanceId: `ins-0000000${index}`,
    privateIp: `10.0.0.1${index}`,
  }));
}

function havips() {
  return Array.from({ length: 10 }, (_, index) => ({ address: `10.0.0.10${index}`, subnetCidr: "10.0.0.0/24" }));
}

function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}
