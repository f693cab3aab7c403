import type { Browser, Page } from "playwright-core";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";
import { type Window, launch, line, openWindow, visit } from "./browser";

let browser: Browser;
let window: Window;
let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  browser = await launch();
  window = await openWindow(browser);
  emulator = await createEmulator();
  api = new Api(emulator);
});
beforeEach(() => emulator.reset());
afterAll(async () => {
  await browser.close();
  await emulator.close();
});

/** What has the focus, as it is called to who cannot see it. */
const focused = async (page: Page): Promise<string> => {
  const asked = "document.activeElement.ariaLabel ?? document.activeElement.id + document.activeElement.textContent";
  return String(await page.evaluate(asked)).slice(0, 40);
};

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

describe("by keyboard alone", () => {
  it("the focus goes through everything in the order of reading, and is always to be seen", async () => {
    const { HaVipId } = await api.havip();
    const page = await visit(window, emulator.url);
    const passed: string[] = [];
    for (let i = 0; i < 6; i += 1) {
      await press(page, "Tab");
      passed.push(await focused(page));
      expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
    }
    const controls = ["language中文", "applyApply", "regionap-guangzhou", "search", "HAVIP", `Release ${HaVipId} web`];
    expect(passed).toEqual(controls);
  });

  it("a HAVIP is applied for", async () => {
    const page = await visit(window, emulator.url);
    await press(page, "Tab", "Tab", "Enter");
    expect(await focused(page)).toBe("name");
    await page.keyboard.type("web");
    await press(page, "Tab", "Tab", "Tab", "ArrowRight", "Tab");
    await page.keyboard.type("10.0.0.50");
    await press(page, "Enter");
    await line(page, "10.0.0.50").waitFor();
    expect(await focused(page)).toBe("applyApply");
  });

  it("a HAVIP is released, after a confirmation whose first offer is not to, and the focus stays in the list", async () => {
    const first = await api.havip();
    const second = await api.havip({ HaVipName: "db" });
    const page = await visit(window, emulator.url);
    await press(page, "Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "Enter");
    expect(await focused(page)).toBe("Cancel");
    await press(page, "Shift+Tab", "Enter");
    await line(page, first.HaVipId).waitFor({ state: "detached" });
    expect(emulator.state().havips).toMatchObject([{ HaVipId: second.HaVipId }]);
    await expect(focused(page)).resolves.toBe(`Release ${second.HaVipId} db`);
  });

  it("the focus has somewhere to go when the HAVIP of a dialog is gone", async () => {
    const { HaVipId } = await api.havip();
    const page = await visit(window, emulator.url);
    await page.getByRole("button", { name: `Release ${HaVipId}` }).press("Enter");
    await emulator.reset();
    await line(page, HaVipId).waitFor({ state: "detached" });
    await press(page, "Escape");
    await page.locator("#apply:focus").waitFor();
  });

  it("Esc closes a dialog without doing anything, and the focus is where it was", async () => {
    const { HaVipId } = await api.havip();
    const page = await visit(window, emulator.url);
    for (const [opener, name] of [
      ["Apply", "applyApply"],
      [`Release ${HaVipId}`, `Release ${HaVipId} web`],
    ] as const) {
      await page.getByRole("button", { name: opener }).focus();
      await press(page, "Enter");
      await page.getByRole("dialog").waitFor();
      await press(page, "Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      expect(await focused(page)).toBe(name);
    }
    expect(emulator.calls().map(({ action }) => action)).toEqual(["CreateHaVip"]);
  });

  it("the focus stays where it is while the list changes around it", async () => {
    const { HaVipId: haVipId } = await api.havip();
    const page = await visit(window, emulator.url);
    await page.getByRole("button", { name: `Release ${haVipId}` }).focus();
    emulator.announce({ haVipId, instanceId: "ins-00000001" });
    await line(page, "ins-00000001").waitFor();
    const { HaVipId } = await api.havip({ HaVipName: "db" });
    await line(page, HaVipId).waitFor();
    expect(await focused(page)).toBe(`Release ${haVipId} web`);
  });
});

describe("to a screen reader", () => {
  it("every control has a name, and every cell its heads", async () => {
    await api.havip();
    const page = await visit(window, emulator.url);
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByLabel("Enter manually").check();
    for (const control of await page.locator("button:visible, input:visible, select:visible").all()) {
      const snapshot = await control.ariaSnapshot();
      expect(snapshot).toMatch(/^- \w+ ".+"/);
    }
    expect(await page.locator("thead th:not([scope=col]), tbody tr > th:not([scope=row])").count()).toBe(0);
    expect(await page.locator("tbody tr > th[scope=row]").count()).toBe(1);
  });
});
