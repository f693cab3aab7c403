// Checks of the package as it would be published. Each counts one; the last line is `N passed, N failed`.
import { contents } from "./contents.mjs";
import { consumers } from "./consumers.mjs";
import { importCost } from "./import-cost.mjs";
import { legs } from "./legs.mjs";
import { linters } from "./linters.mjs";

let passed = 0;
let failed = 0;
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));
for (const { name, run } of [...linters, ...contents, ...consumers, ...importCost, ...legs]) {
  try {
    await run();
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.message}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
