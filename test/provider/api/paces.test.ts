import { createPaces } from "../../../provider/api/paces";
import { VirtualTime } from "./support/virtual-time";

const open = new AbortController().signal;
const cloud = { url: "https://vpc.tencentcloudapi.com", host: "vpc.tencentcloudapi.com", loopback: false };
const elsewhere = { ...cloud, url: "https://vpc.example.com", host: "vpc.example.com" };
const emulator = { url: "http://127.0.0.1:7215", host: "127.0.0.1:7215", loopback: true };

const NAMED = "which exceeds the frequency limit `10` for a second";

function openPaces() {
  const time = new VirtualTime();
  return { time, paces: createPaces(time) };
}

type Paces = ReturnType<typeof openPaces>;

/** How long so many answered calls take, one after the other. */
async function duration({ time, paces }: Paces, calls: number, ...of: Parameters<Paces["paces"]>): Promise<number> {
  const began = time.now();
  const all = async (): Promise<void> => {
    for (let call = 1; call <= calls; call += 1) {
      await paces(...of).turn(open);
      paces(...of).answered();
    }
  };
  await time.run(all());
  return time.now() - began;
}

test("an action has one pace at an endpoint, whoever calls", () => {
  const { paces } = openPaces();
  expect(paces("CreateHaVip", cloud)).toBe(paces("CreateHaVip", { ...cloud }));
});

test("another action, and the same one at another endpoint, wait for nobody", async () => {
  const opened = openPaces();
  expect(await duration(opened, 2, "CreateHaVip", cloud)).toBeGreaterThan(50);
  expect(await duration(opened, 1, "DeleteHaVip", cloud)).toBe(0);
  expect(await duration(opened, 1, "CreateHaVip", elsewhere)).toBe(0);
});

test("the cloud's documented limit is kept; an endpoint on this machine need not have one", async () => {
  expect(await duration(openPaces(), 100, "CreateHaVip", cloud)).toBeGreaterThan(5_000);
  expect(await duration(openPaces(), 100, "CreateHaVip", emulator)).toBeLessThan(1_000);
});

describe("a limit that shows at one action", () => {
  test("holds for it", async () => {
    const opened = openPaces();
    opened.paces("CreateHaVip", emulator).throttled(NAMED);
    expect(await duration(opened, 20, "CreateHaVip", emulator)).toBeGreaterThan(1_900);
  });

  test("is taken to be that of the endpoint's other actions, too", async () => {
    const opened = openPaces();
    opened.paces("DeleteHaVip", emulator);
    opened.paces("CreateHaVip", emulator).throttled(NAMED);
    expect(await duration(opened, 20, "DeleteHaVip", emulator)).toBeGreaterThan(1_900);
  });

  test("says nothing of another endpoint", async () => {
    const opened = openPaces();
    opened.paces("CreateHaVip", cloud);
    opened.paces("DeleteHaVip", emulator).throttled(NAMED);
    expect(await duration(opened, 20, "CreateHaVip", cloud)).toBeLessThan(1_100);
  });

  test("says nothing of the others where the refusal does not name it", async () => {
    const opened = openPaces();
    opened.paces("DeleteHaVip", emulator);
    opened.paces("CreateHaVip", emulator).throttled("Too many requests.");
    expect(await duration(opened, 2, "DeleteHaVip", emulator)).toBeCloseTo(1_000 / 19, 3); // As at the beginning.
    expect(await duration(opened, 100, "DeleteHaVip", emulator)).toBeLessThan(1_000);
  });
});
