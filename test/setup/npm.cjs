"use strict";
const { runOrFail } = require("./run.cjs");

/**
 * Runs npm. Inside `npm test` the outer npm's own settings (`npm_config_loglevel=silent` and more) stand in the
 * environment and would change what this one does or hides.
 */
function npm(args, options = {}) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  return runOrFail("npm", [...args, "--no-audit", "--no-fund"], { ...options, env });
}

module.exports = { npm };
