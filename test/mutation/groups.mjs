// What is mutated, and whose tests must notice: those of the files themselves, not those of everything that uses them.
const api = (...names) => names.map((name) => `provider/api/${name}.ts`);
const havip = (...names) => names.map((name) => `provider/havip/${name}.ts`);

export const groups = [
  {
    name: "retry",
    asks: "what may be sent again, when, and what is known of a failure",
    files: api("retry", "classify", "pace", "paces"),
    tests: ["test/provider/api/{retry,classify,pace,paces}.test.ts"],
  },
  {
    name: "ownership",
    asks: "whose a HAVIP is, and which one may be taken, changed or released",
    files: [...havip("ownership", "leftover", "adopt", "world"), "provider/memory.ts"],
    tests: ["test/provider/{havip/{ownership,leftover,adopt,world},memory}.test.ts"],
  },
  {
    name: "diff",
    asks: "what is changed in place, what is replaced, and in which order",
    files: [...havip("diff"), "provider/core/unknown.ts"],
    tests: ["test/provider/{havip/diff,core/unknown}.test.ts"],
  },
  {
    name: "signing",
    asks: "what is signed, with which key and at which time",
    files: api("sign", "signer", "outgoing", "cloud-clock"),
    tests: ["test/provider/api/{sign,signer,outgoing,cloud-clock}.test.ts"],
  },
];
