import * as pulumi from "@pulumi/pulumi";

const noRun = {};

/** What stands for the run of one stack: a process may hold several (Automation API, tests with mocks). */
export function thisRun(): object {
  return pulumi.runtime.getStackResource() ?? pulumi.runtime.getMonitor() ?? noRun;
}
