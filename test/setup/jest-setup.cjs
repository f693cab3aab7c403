"use strict";
const { packTarball } = require("./pack.cjs");
const { runFolder } = require("./run-folder.cjs");

/** Before the first test of a jest project that uses the packed package: packed once, for all workers. */
module.exports = async function setUp() {
  runFolder();
  await packTarball();
};
