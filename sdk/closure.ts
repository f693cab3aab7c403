/**
 * What stands in state as the provider of our resources: objects of seven functions that only call the installed
 * package. Pulumi stores the text of these functions with every resource and runs the stored copy for delete and
 * refresh. So: no captured value (it would be frozen, or a secret in state), no helper (it would be copied along),
 * the module's name literally (the process resolves it from the program's folder), and no change of this text ever
 * without need: each shows up as an update of every resource. A test pins the text of the built file.
 */
import type { ResourceProvider } from "@pulumi/pulumi/dynamic";

export const havipClosure: ResourceProvider = {
  configure: (request) => require("pulumi-tencentcloud-havip/provider").havip.configure(request),
  check: (olds, news) => require("pulumi-tencentcloud-havip/provider").havip.check(olds, news),
  diff: (id, olds, news) => require("pulumi-tencentcloud-havip/provider").havip.diff(id, olds, news),
  create: (inputs) => require("pulumi-tencentcloud-havip/provider").havip.create(inputs),
  read: (id, props) => require("pulumi-tencentcloud-havip/provider").havip.read(id, props),
  update: (id, olds, news) => require("pulumi-tencentcloud-havip/provider").havip.update(id, olds, news),
  delete: (id, props) => require("pulumi-tencentcloud-havip/provider").havip.delete(id, props),
};

export const stackIdentityClosure: ResourceProvider = {
  configure: (request) => require("pulumi-tencentcloud-havip/provider").stackIdentity.configure(request),
  check: (olds, news) => require("pulumi-tencentcloud-havip/provider").stackIdentity.check(olds, news),
  diff: (id, olds, news) => require("pulumi-tencentcloud-havip/provider").stackIdentity.diff(id, olds, news),
  create: (inputs) => require("pulumi-tencentcloud-havip/provider").stackIdentity.create(inputs),
  read: (id, props) => require("pulumi-tencentcloud-havip/provider").stackIdentity.read(id, props),
  update: (id, olds, news) => require("pulumi-tencentcloud-havip/provider").stackIdentity.update(id, olds, news),
  delete: (id, props) => require("pulumi-tencentcloud-havip/provider").stackIdentity.delete(id, props),
};
