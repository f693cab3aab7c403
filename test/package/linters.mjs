import path from "node:path";
import { packTarball } from "../setup/pack.cjs";
import { ROOT, runOrFail } from "../setup/run.cjs";

const tool = (name, args) => runOrFail(path.join(ROOT, "node_modules", ".bin", name), args);

/** Tools that look for what goes wrong in packages in general. */
export const linters = [
  {
    name: "publint finds nothing in the tarball",
    run: async () => tool("publint", ["run", await packTarball(), "--strict"]),
  },
  {
    // No rule ignored, and node10 included: Pulumi programs often compile with that resolution.
    name: "attw: the types are right for every way of resolving them",
    run: async () => tool("attw", [await packTarball(), "--profile", "strict", "--no-emoji", "--format", "ascii"]),
  },
  { name: "knip: no file, export or dependency is unused", run: () => tool("knip", []) },
];
