import type { Browser, Page } from "playwright-core";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";
import { apply, launch, line, openWindow, visit } from "./browser";

let browser: Browser;
let emulator: Emulator;
beforeAll(async () => {
  browser = await launch();
  emulator = await createEmulator({ taskDelayMs: 600_000 });
  const api = new Api(emulator);
  const held = await api.havip();
  await api.havip({ HaVipName: "a name of sixty characters, as many as the API lets it have" });
  const leaving = await api.havip({ HaVipName: "leaving" });
  emulator.announce({ haVipId: held.HaVipId, instanceId: "ins-00000001" });
  await api.ok("DeleteHaVip", { HaVipId: leaving.HaVipId });
});
afterAll(async () => {
  await browser.close();
  await emulator.close();
});

interface Shown {
  text: string;
  contrast: number;
}

/**
 * Every text that is shown, with its contrast to what is behind it, by the formula of WCAG 2.2 (relative luminance).
 * A text and not a function, because it runs in the page.
 */
const CONTRASTS = `(() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let each = element; each !== null; each = each.parentElement) {
      const [r, g, b, a = 1] = parse(getComputedStyle(each).backgroundColor);
      if (a === 1) return [r, g, b];
    }
  };
  const inFront = document.querySelector("dialog[open]") ?? document.body;
  const shown = [...inFront.querySelectorAll("*")].filter((element) => element.checkVisibility() &&
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ""));
  return shown.map((element) => {
    const [light, dark] = [parse(getComputedStyle(element).color), ground(element)].map(luminance).sort((a, b) => b - a);
    return { text: element.textContent.trim(), contrast: (light + 0.05) / (dark + 0.05) };
  });
})()`;

async function contrasts(page: Page): Promise<Shown[]> {
  return page.evaluate<Shown[]>(CONTRASTS);
}

describe("the console", () => {
  it("is light or dark as the machine is set", async () => {
    const grounds: unknown[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await visit(await openWindow(browser, { colorScheme }), emulator.url);
      grounds.push(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
    }
    expect(grounds).toEqual(["rgb(243, 245, 248)", "rgb(16, 20, 26)"]);
  });

  it.each(["light", "dark"] as const)("has contrast enough for every text when it is %s", async (colorScheme) => {
    const page = await visit(await openWindow(browser, { colorScheme }), emulator.url);
    const texts = await contrasts(page);
    expect(texts.map(({ text }) => text)).toEqual(
      expect.arrayContaining(["Bound to a CVM", "Not bound", "Being released", "Local emulator", "Live", "Apply"]),
    );
    await apply(page, "web", "10.0.0.11");
    await page.getByText("ResourceInUse").waitFor();
    texts.push(...(await contrasts(page)));
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Release" }).first().click();
    texts.push(...(await contrasts(page)));
    expect(texts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
  });

  it.each([800, 420])("fits a window of %d pixels: only the table moves in its frame", async (width) => {
    const page = await visit(await openWindow(browser, { viewport: { width, height: 600 } }), emulator.url);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    await page.getByRole("button", { name: "Apply" }).click();
    const box = await page.getByRole("dialog").boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? Infinity)).toBeLessThanOrEqual(width);
    await page.keyboard.press("Escape");
    // What can be done with a row stays in sight.
    const release = await line(page, "web").getByRole("button").boundingBox();
    expect((release?.x ?? 0) + (release?.width ?? Infinity)).toBeLessThanOrEqual(width);
  });

  it("needs no more than the window where that has 1280 pixels", async () => {
    const page = await visit(await openWindow(browser), emulator.url);
    expect(await page.evaluate("document.querySelector('.scroller').scrollWidth")).toBeLessThanOrEqual(1240);
  });
});
