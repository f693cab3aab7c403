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

export function renderFigures() {
  const measured = [oneInstance(), tenInstances()].map((args) =>
    median(Array.from({ length: RUNS }, () => timed(args))),
  );
  return [
    figure("keepalived.conf of 10 members with 10 HAVIPs, in one instance, median", measured[0]),
    figure("keepalived.conf of 10 members with 10 HAVIPs, in ten instances, median", measured[1]),
  ];
}

function figure(name, measured) {
  return { name, unit: "ms", limit: 5, measured };
}

function timed(args) {
  const began = performance.now();
  const draft = withRouterIds(
    keepalivedDraft("web", args),
    "urn:pulumi:dev::shop::tencentcloud-havip:index:KeepalivedCluster::web",
  );
  const problems = keepalivedProblems(draft);
  const files = Object.values(renderFiles(completed(draft)));
  const took = performance.now() - began;
  if (problems.length > 0 || files.length !== 10) throw new Error(`Not rendered: ${JSON.stringify(problems)}`);
  return took;
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
