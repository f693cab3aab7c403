import { type Browser, type BrowserContextOptions, type Locator, type Page, chromium } from "playwright-core";
import { findTool, installCommand } from "../../../setup/tools.cjs";

// A machine that has much else to do is slow, not wrong. What waits in vain says for what long before this.
jest.setTimeout(60_000);

/** The system's Chromium, without a window. */
export function launch(): Promise<Browser> {
  const executablePath = findTool("chromium");
  if (executablePath === undefined) {
    throw new Error(`The console is tested in Chromium, which is missing. As root: ${installCommand(["chromium"])}`);
  }
  // Its sandbox does not work for root, and CI is root.
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** A window of the browser, and what the browser noticed in it since the last visit. */
export interface Window {
  page: Page;
  /** The URL of every request. */
  requests: string[];
  /** Errors and warnings of the browser and of scripts, violations of the policy too. */
  complaints: string[];
}

export async function openWindow(browser: Browser, options: BrowserContextOptions = {}): Promise<Window> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: "en-US", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const seen: Window = { page, requests: [], complaints: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.complaints.push(error.message));
  page.on("dialog", (dialog) => {
    seen.complaints.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) seen.complaints.push(message.text());
  });
  return seen;
}

/** Opens the console of an emulator, by this or another of its URLs, and waits until it shows what is there. */
export async function visit({ page, requests, complaints }: Window, url: string): Promise<Page> {
  for (const list of [requests, complaints]) list.length = 0;
  await page.goto(`${url}/console`);
  await page.locator("#link[data-state=live]").waitFor();
  await page.locator("#rows tr, #empty:not([hidden])").first().waitFor();
  return page;
}

/** The line of the table that shows a HAVIP, by id, name or address. */
export function line(page: Page, text: string): Locator {
  return page.getByRole("row").filter({ has: page.getByText(text, { exact: true }) });
}

/** What stands in the cells of a line. */
export async function cells(row: Locator): Promise<string[]> {
  const texts = await row.locator("th, td").allInnerTexts();
  return texts.map((text) => text.trim().replace(/\s+/g, " "));
}

/** Applies for a HAVIP in the dialog; without an address, for an automatic one. */
export async function apply(page: Page, name: string, address?: string): Promise<void> {
  await page.getByRole("button", { name: "Apply" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  if (address !== undefined) {
    await dialog.getByLabel("Enter manually").check();
    await dialog.getByLabel("Address", { exact: true }).fill(address);
  }
  await dialog.getByRole("button", { name: "OK" }).click();
}
