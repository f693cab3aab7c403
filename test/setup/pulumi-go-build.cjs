"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { withProgress } = require("./progress.cjs");
const { findOnPath } = require("./pulumi-probe.cjs");
const { runOrFail } = require("./run.cjs");

/**
 * The last line of releases with the Node language host inside the `sdk` module; newer ones are a module of their own
 * that the Go proxy does not have. The engine's protocol still serves it: all lifecycle tests run with it.
 */
const HOST_VERSION = "3.65.0";
const CLI = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const HOST = "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs";
const BUILD_MS = 1_500_000;

/** Builds CLI and Node language host from Pulumi's published Go modules into `<home>/bin`. */
async function buildWithGo(home, version, log) {
  if (findOnPath("go", process.env.PATH) === undefined) throw new Error("there is no `go` on PATH.");
  await withProgress(log, `Building the Pulumi CLI ${version} with Go (5 to 8 minutes on 2 cores)`, async () => {
    await buildHost(home);
    await buildCli(home, version);
  });
}

async function buildHost(home) {
  const go = await goModule(home, "pulumi-language-nodejs");
  await go("get", `${HOST}@v${HOST_VERSION}`);
  await go("build", "-trimpath", "-ldflags", "-w -s", "-o", binary(home, "pulumi-language-nodejs"), HOST);
}

async function buildCli(home, version) {
  const go = await goModule(home, "pulumi-cli");
  await go("get", `github.com/pulumi/pulumi/pkg/v3@v${version}`, `github.com/pulumi/pulumi/sdk/v3@v${version}`);
  await go("get", "-tool", `${CLI}@v${version}`);
  const stamp = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  const tags = "osusergo,grpcnotrace";
  await go("build", "-trimpath", "-tags", tags, "-ldflags", `-w -s ${stamp}`, "-o", binary(home, "pulumi"), CLI);
}

/** `go install package@version` refuses modules with replace directives, as these are; a module that needs them may. */
async function goModule(home, name) {
  const folder = path.join(home, "modules", name);
  fs.mkdirSync(folder, { recursive: true });
  // Niced, so that the tests which run beside keep their time limits.
  const go = (...args) => runOrFail("nice", ["go", ...args], { cwd: folder, timeoutMs: BUILD_MS });
  await go("mod", "init", `local/${name}`);
  return go;
}

const binary = (home, name) => path.join(home, "bin", process.platform === "win32" ? `${name}.exe` : name);

module.exports = { buildWithGo };
