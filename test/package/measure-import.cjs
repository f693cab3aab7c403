"use strict";
// Run inside an installed project: what does the package add once the Pulumi SDK is loaded?
const { createRequire } = require("node:module");
const path = require("node:path");

const load = createRequire(path.join(process.cwd(), "index.js"));
load("@pulumi/pulumi");
const before = Object.keys(require.cache).length;
const started = process.hrtime.bigint();
load("pulumi-tencentcloud-havip");
const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
const loaded = Object.keys(require.cache);
const heavy = loaded.filter((file) =>
  /[\\/]node_modules[\\/]axios[\\/]|[\\/]dist[\\/]provider[\\/](emulator|api)[\\/]/.test(file),
);
console.log(JSON.stringify({ milliseconds, modules: loaded.length - before, heavy }));
