import js from "@eslint/js";
import { importX } from "eslint-plugin-import-x";
import { createNodeResolver } from "eslint-plugin-import-x";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** Who may import whom (README, "How the code is laid out"). A zone's `from` is forbidden to its `target`. */
const zone = (target, from, message, except = []) => ({ target, from, message, except });
// Folders by their names: a pattern would be matched against whole file names.
const KINDS = ["provider/havip", "provider/stack-identity"];
const SERVERS = ["provider/emulator", "provider/cli"];
/** The rooms of the emulator from the door inwards (its README): each may import from those after it only. */
const ROOMS = [
  "console",
  "control",
  "wire",
  "cloud",
  "metadata",
  "faults",
  "actions",
  "tat",
  "resources",
  "store",
  "words",
];
const room = (name) => `provider/emulator/${name}`;
const zones = [
  zone("provider/core", "provider", "core is pure vocabulary: it imports nothing of the package.", ["./core"]),
  zone("provider/core", "sdk", "core is pure vocabulary: it imports nothing of the package."),
  zone("provider/api", "provider", "api imports core only: it knows no kind.", ["./api", "./core"]),
  zone("provider/api", "sdk", "api imports core only."),
  zone(KINDS, SERVERS, "A kind imports api, runtime and core."),
  zone(KINDS, "sdk", "A kind imports api, runtime and core."),
  zone("provider/emulator", "provider", "The emulator imports core and the action types only.", [
    "./emulator",
    "./core",
    "./api/actions.ts",
  ]),
  zone("provider/emulator", "sdk", "The emulator imports core and the action types only."),
  zone(["provider/index.ts", "provider/runtime.ts"], SERVERS, "Loaded in every provider process."),
  zone(
    ["provider/core", "provider/api", "provider/emulator", "provider/*.ts", "sdk", ...KINDS],
    "provider/cli",
    "Nobody imports the command line.",
  ),
  ...ROOMS.slice(1).map((name, index) =>
    zone(room(name), ROOMS.slice(0, index + 1).map(room), "A room of the emulator imports from those below it only."),
  ),
  zone(
    ROOMS.map(room),
    ["index", "options", "server"].map((name) => room(`${name}.ts`)),
    "What puts the rooms together.",
  ),
];

const NODE_GLOBALS = Object.fromEntries(
  ["process", "console", "Buffer", "URL", "fetch", "AbortSignal", "__dirname", "__filename"]
    .concat(["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate"])
    .map((name) => [name, "readonly"]),
);

const BROWSER_GLOBALS = Object.fromEntries(
  ["document", "location", "history", "navigator", "performance", "fetch", "AbortController", "AbortSignal", "Option"]
    .concat(["URLSearchParams", "TextDecoderStream", "setTimeout", "clearTimeout", "setInterval", "queueMicrotask"])
    .map((name) => [name, "readonly"]),
);

export default defineConfig(
  globalIgnores(["dist", "node_modules", "coverage", "examples/*/node_modules", "test/fixtures"]),
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".js"] })] },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones, basePath: import.meta.dirname }],
      "@typescript-eslint/consistent-type-imports": "error",
      // Leaving a key out by naming it beside a rest is the idiom.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  {
    // The provider runs inside the Pulumi SDK's process, later inside a native one: it never imports the SDK itself.
    files: ["provider/**/*.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        { patterns: [{ group: ["@pulumi/*"], allowTypeImports: true, message: "Types only." }] },
      ],
    },
  },
  {
    // Programs import the SDK: of the provider it may use core and types, so that nothing heavy is loaded.
    files: ["sdk/**/*.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "provider/(?!core/)",
              allowTypeImports: true,
              message: "Types only; at run time the sdk uses core.",
            },
          ],
        },
      ],
    },
  },
  {
    // The text of these functions is stored in state and must stay what it is: a bare, untyped require.
    files: ["sdk/closure.ts"],
    rules: {
      "@typescript-eslint/no-require-imports": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  // An example's packages are installed by its user; its types are checked where it is run (demo).
  { files: ["examples/*/**/*.ts"], extends: [tseslint.configs.disableTypeChecked] },
  {
    // jest's asymmetric matchers (expect.stringContaining and its kind) are typed any.
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-unsafe-assignment": "off" },
  },
  {
    // Entry points without dependencies: they run before `npm ci`, so before there is a compiler.
    files: ["**/*.{js,cjs,mjs}"],
    languageOptions: { globals: NODE_GLOBALS },
  },
  { files: ["**/*.{js,cjs}"], languageOptions: { sourceType: "commonjs" } },
  // The console page's modules: the browser runs them as they are written.
  {
    files: ["provider/emulator/console/*.js"],
    languageOptions: { sourceType: "module", globals: BROWSER_GLOBALS },
  },
);
