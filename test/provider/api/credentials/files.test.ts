import { getEventListeners } from "node:events";
import { createRuntime } from "../../../../provider/runtime";
import type { Environment } from "../../../../provider/api/environment";
import { rejection } from "../support/client";
import { configurationOf, environmentOf } from "../support/environment";

/** Surroundings in which a file of this name is on a disk that does not answer, as a pipe or a network drive may not. */
function hanging(name: string, variables: Record<string, string> = {}): Environment {
  const environment = environmentOf(variables);
  return {
    ...environment,
    readFile: (path) => (path.endsWith(name) ? new Promise(() => undefined) : environment.readFile(path)),
  };
}

const keys = { TENCENTCLOUD_SECRET_ID: "id", TENCENTCLOUD_SECRET_KEY: "key" };
const ROLE = "qcs::cam::uin/100000000001:roleName/deployer";
const identity = { roleArn: ROLE, sessionName: "ci", providerId: "github", webIdentityTokenFile: "/run/token" };

test.each([
  ["the SDKs' shared file", "/home/me/.tencentcloud/credentials", {}, {}],
  ["tccli's credentials", "/home/me/.tccli/default.credential", {}, {}],
  ["tccli's region", "/home/me/.tccli/default.configure", {}, keys],
  ["an identity provider's token", "/run/token", { assumeRoleWithWebIdentity: JSON.stringify(identity) }, {}],
])("I5: %s in a file that never answers does not outlive the operation's time", async (_name, path, settings, set) => {
  const runtime = createRuntime(hanging(path, set));
  runtime.configure(configurationOf(settings));
  const region = path.endsWith(".configure") ? undefined : "ap-guangzhou";
  const error = await rejection(runtime.connect(region, AbortSignal.timeout(100)));
  expect(String(error)).toMatch(new RegExp(`Gave up reading ${path}: .*timeouts: \\{`));
});

test("a file that is read in time leaves nothing behind that waits for the end of the time", async () => {
  const { signal } = new AbortController();
  await createRuntime(environmentOf(keys, { "/home/me/.tccli/default.configure": REGION })).connect(undefined, signal);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

const REGION = '{"_sys_param":{"region":"ap-guangzhou"}}';
