import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { packTarball } from "../setup/pack.cjs";
import { runFolder } from "../setup/run-folder.cjs";
import { ROOT, runOrFail } from "../setup/run.cjs";

/** What a user's program loads besides the Pulumi SDK; anything more needs a reason. */
const RUN_TIME_DEPENDENCIES = ["axios", "commander", "ini", "ip-address"];

/** Runbook and troubleshooting are for who has the package, not the repository. */
const KEEPALIVED_PAGE = path.join("sdk", "keepalived", "README.md");

/** What the tarball holds. */
export const contents = [
  {
    name: "the tarball holds dist, README, the page about keepalived, LICENSE, CHANGELOG and package.json, and nothing else",
    run: async () => {
      const files = filesBelow(await unpacked());
      const built = files.filter((file) => file.startsWith("dist"));
      assert.deepEqual(
        files.filter((file) => !built.includes(file)).sort(),
        ["CHANGELOG.md", "LICENSE", "README.md", "package.json", KEEPALIVED_PAGE].sort(),
      );
      const page = pageParts();
      const isBuilt = (file) => /^dist.(provider|sdk).+\.(js|d\.ts|js\.map)$/.test(file) || page.includes(file);
      assert.deepEqual(
        built.filter((file) => !isBuilt(file)),
        [],
        "files in dist that are neither built code of provider/ or sdk/ nor the console page",
      );
      assert.deepEqual(
        built.filter((file) => /(^|[./\\])(test|spec)[./\\]/.test(file)),
        [],
        "tests in the tarball",
      );
    },
  },
  {
    name: "the README's links to the page about keepalived lead somewhere from node_modules, too",
    run: async () => {
      const dir = await unpacked();
      const links = linksOf(fs.readFileSync(path.join(dir, "README.md"), "utf8"));
      const toPage = links.filter((link) => link.startsWith("sdk/keepalived"));
      assert.ok(toPage.length > 0);
      for (const link of toPage) assert.ok(fs.existsSync(path.join(dir, link.split("#")[0])), link);
    },
  },
  {
    name: "the tarball holds every part of the console page as it is written",
    run: async () => {
      const dir = await unpacked();
      const parts = pageParts();
      assert.ok(parts.length > 0);
      for (const part of parts) {
        const source = path.join(ROOT, path.relative("dist", part));
        assert.equal(fs.readFileSync(path.join(dir, part), "utf8"), fs.readFileSync(source, "utf8"), part);
      }
    },
  },
  {
    name: "no file of the tarball names a folder of the machine that built it",
    run: async () => {
      const dir = await unpacked();
      const strays = [ROOT, os.homedir(), os.tmpdir()].filter((stray) => stray.length > 1);
      for (const file of filesBelow(dir)) {
        const text = fs.readFileSync(path.join(dir, file), "utf8");
        for (const stray of strays) assert.ok(!text.includes(`${stray}/`), `${file} contains ${stray}`);
      }
    },
  },
  {
    name: "the run-time dependencies are the four that have a reason",
    run: async () => {
      const manifest = JSON.parse(fs.readFileSync(path.join(await unpacked(), "package.json"), "utf8"));
      assert.deepEqual(Object.keys(manifest.dependencies).sort(), RUN_TIME_DEPENDENCIES);
      assert.deepEqual(Object.keys(manifest.peerDependencies), ["@pulumi/pulumi"]);
      // The Pulumi CLI takes a package with this key for one that brings a provider plugin, and looks for it.
      assert.equal(manifest.pulumi, undefined);
    },
  },
  {
    name: "the lock file names no registry, so that every mirror serves it",
    run: () => {
      const { packages } = JSON.parse(fs.readFileSync(path.join(ROOT, "package-lock.json"), "utf8"));
      const named = Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined);
      assert.deepEqual(named, []);
    },
  },
  {
    // Otherwise `npm ci` refuses it. A registry that lacks other platforms' packages makes such lock files.
    name: "the lock file holds the optional packages of every platform",
    run: () => {
      const { packages } = JSON.parse(fs.readFileSync(path.join(ROOT, "package-lock.json"), "utf8"));
      const missing = Object.entries(packages).flatMap(([where, { optionalDependencies = {} }]) =>
        Object.keys(optionalDependencies).filter(
          (name) => !packages[`node_modules/${name}`] && !packages[`${where}/node_modules/${name}`],
        ),
      );
      assert.deepEqual(missing, []);
    },
  },
];

/** Where the tarball has what the emulator's console page is made of. */
function pageParts() {
  const folder = path.join("provider", "emulator", "console");
  const names = fs.readdirSync(path.join(ROOT, folder)).filter((name) => !name.endsWith(".ts"));
  return names.map((name) => path.join("dist", folder, name));
}

const linksOf = (text) => [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);

let unpacking;

/** The folder with what the tarball holds. */
function unpacked() {
  unpacking ??= unpack();
  return unpacking;
}

async function unpack() {
  const dir = fs.mkdtempSync(path.join(runFolder(), "unpacked-"));
  await runOrFail("tar", ["-xzf", await packTarball(), "-C", dir]);
  return path.join(dir, "package");
}

function filesBelow(dir) {
  const entries = fs.readdirSync(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)));
}
