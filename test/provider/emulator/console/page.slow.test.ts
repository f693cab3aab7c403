import type { Browser, Locator, Page } from "playwright-core";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";
import { type Window, apply, cells, launch, line, openWindow, visit } from "./browser";

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

const names = (page: Page): Promise<string[]> => page.locator("#rows .column-id .below").allInnerTexts();
const alert = (page: Page): Locator => page.getByRole("dialog").getByRole("alert");

describe("the console shows", () => {
  it("each HAVIP as the vendor's console does", async () => {
    const held = await api.havip({ HaVipName: "web" });
    const free = await api.havip({ HaVipName: "db" });
    emulator.announce({ haVipId: held.HaVipId, instanceId: "ins-00000002" });
    const [shown] = await api.found({ HaVipIds: [held.HaVipId] });
    const page = await visit(window, emulator.url);
    const heads = await cells(page.locator("#columns"));
    expect(heads.slice(0, 6)).toEqual(["ID/Name", "Status", "Address", "Back-end ENI", "Host", "EIP"]);
    expect(heads.slice(6)).toEqual(["VPC", "Subnet", "Created", "Last moved", "Operation"]);
    const network = ["vpc-00000001 default", "subnet-00000001 default-1"];
    expect(await cells(line(page, held.HaVipId))).toEqual([
      ...[`${held.HaVipId} web`, "Bound to a CVM", held.Vip, "eni-00000002", "ins-00000002 node-2", "-"],
      ...[...network, held.CreatedTime, shown?.FlushedTime, "Release"],
    ]);
    expect(await cells(line(page, free.HaVipId))).toEqual([
      ...[`${free.HaVipId} db`, "Not bound", free.Vip, "-", "-", "-"],
      ...[...network, free.CreatedTime, "never", "Release"],
    ]);
  });

  it("the EIP of a HAVIP, and that it is being bound", async () => {
    const { HaVipId } = await api.havip();
    const AddressIp = await api.eip();
    emulator.behave({ tasks: { delayMs: 60_000 } });
    const page = await visit(window, emulator.url);
    await api.ok("HaVipAssociateAddressIp", { HaVipId, AddressIp });
    await line(page, `${AddressIp} (binding)`).waitFor();
    emulator.clock.advance(60_000);
    await line(page, AddressIp).waitFor();
  });

  it("that it is an emulator, and which one", async () => {
    const page = await visit(window, emulator.url);
    const head = await page.getByRole("banner").innerText();
    expect(head).toMatch(/Local emulator/);
    expect(head.replace(/\s+/g, " ")).toMatch(
      new RegExp(`Store ${emulator.storeId} .*Profile instant .*Uptime \\d+ s`),
    );
  });

  it("the words of the vendor's console to who reads Chinese, and English when asked", async () => {
    const { HaVipId: haVipId } = await api.havip();
    await api.havip();
    emulator.announce({ haVipId, instanceId: "ins-00000001" });
    const page = await visit(await openWindow(browser, { locale: "zh-CN" }), emulator.url);
    const statuses = page.locator("#rows .column-status");
    expect(await statuses.allInnerTexts()).toEqual(["已绑定云服务器", "未绑定云服务器"]);
    await page.getByRole("button", { name: "English" }).click();
    expect(await statuses.allInnerTexts()).toEqual(["Bound to a CVM", "Not bound"]);
    await page.reload();
    await line(page, "Bound to a CVM").waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en-US");
  });

  it("those whose id, name or address is searched for", async () => {
    const { HaVipId } = await api.havip({ HaVipName: "Web", Vip: "10.0.0.50" });
    await api.havip({ HaVipName: "db", Vip: "10.0.0.60" });
    const page = await visit(window, emulator.url);
    for (const [wanted, found] of [
      ["web", ["Web"]],
      ["10.0.0.6", ["db"]],
      [HaVipId, ["Web"]],
      ["nosuch", []],
      ["", ["Web", "db"]],
    ] as const) {
      await page.getByLabel("Search").fill(wanted);
      expect(await names(page)).toEqual(found);
    }
  });

  it("one region at a time, of all that have a VPC", async () => {
    await api.havip({ HaVipName: "near" });
    const { Vpc } = await api.ok("CreateVpc", { VpcName: "far", CidrBlock: "10.8.0.0/16" }, "ap-shanghai");
    const { VpcId } = Vpc as { VpcId: string }; // True of every CreateVpc that succeeds.
    const subnet = { VpcId, SubnetName: "far", CidrBlock: "10.8.0.0/24", Zone: "ap-shanghai-2" };
    await api.ok("CreateSubnet", subnet, "ap-shanghai");
    await api.ok("CreateHaVip", { VpcId, HaVipName: "far" }, "ap-shanghai");
    const page = await visit(window, emulator.url);
    expect(await names(page)).toEqual(["near"]);
    await page.getByLabel("Region").selectOption("ap-shanghai");
    await line(page, "10.8.0.2").waitFor();
    expect(await names(page)).toEqual(["far"]);
  });

  it("a name that is markup as text, and runs nothing of it", async () => {
    const HaVipName = "<img src=x onerror=alert(1)><script>alert(2)</script>";
    await api.havip({ HaVipName });
    const page = await visit(window, emulator.url);
    expect(await names(page)).toEqual([HaVipName]);
    await page.getByRole("button", { name: "Release" }).click();
    expect(await page.getByRole("dialog").innerText()).toContain(HaVipName);
    expect([await page.locator("#rows img, #rows script, dialog img").count(), window.complaints]).toEqual([0, []]);
    expect(window.requests.filter((url) => url.endsWith("/x"))).toEqual([]);
  });
});

describe("the console applies for a HAVIP", () => {
  it("with an address that the cloud chooses", async () => {
    const page = await visit(window, emulator.url);
    await apply(page, "web");
    await line(page, "10.0.0.2").waitFor();
    expect(emulator.state().havips).toMatchObject([{ HaVipName: "web", Vip: "10.0.0.2", SubnetId: "subnet-00000001" }]);
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  it("with an address of one's own, in the subnet that is chosen", async () => {
    const page = await visit(window, emulator.url);
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByRole("dialog").getByLabel("Subnet").selectOption("subnet-00000002");
    await page.getByRole("dialog").getByLabel("Name").fill("db");
    await page.getByLabel("Enter manually").check();
    await page.getByRole("dialog").getByLabel("Address", { exact: true }).fill("10.0.1.50");
    await page.getByRole("button", { name: "OK" }).click();
    await line(page, "10.0.1.50").waitFor();
    expect(emulator.state().havips).toMatchObject([{ SubnetId: "subnet-00000002", Vip: "10.0.1.50" }]);
  });

  it.each([
    ["a taken address", "web", "10.0.0.11", "ResourceInUse"],
    ["an address elsewhere", "web", "10.9.9.9", "InvalidParameterValue.Range"],
    ["a name that is too long", "x".repeat(61), undefined, "InvalidParameterValue.TooLong"],
  ])("and passes on why the API refuses %s", async (_name, name, address, code) => {
    const page = await visit(window, emulator.url);
    await apply(page, name, address);
    await alert(page).getByText(code, { exact: true }).waitFor();
    const [call] = emulator.calls();
    expect([call?.action, call?.code]).toEqual(["CreateHaVip", code]);
    expect(await alert(page).innerText()).toContain(`Request ID: ${String(call?.requestId)}`);
    expect(emulator.state().havips).toEqual([]);
  });

  it("once, where the answer is lost on the way, and says that nobody knows", async () => {
    emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "reset" });
    const page = await visit(window, emulator.url);
    await apply(page, "web");
    await alert(page).getByText("It may have done it all the same").waitFor();
    await line(page, "web").waitFor();
    expect(emulator.state().havips).toHaveLength(1);
    emulator.faults.assertConsumed();
  });
});

describe("the console releases a HAVIP", () => {
  it("that is held not at all, because the API refuses it", async () => {
    const { HaVipId: haVipId } = await api.havip();
    emulator.announce({ haVipId, instanceId: "ins-00000001" });
    const page = await visit(window, emulator.url);
    await page.getByRole("button", { name: `Release ${haVipId}` }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Release" }).click();
    await alert(page).getByText("ins-00000001").waitFor();
    expect(await alert(page).innerText()).toContain(String(emulator.calls().at(-1)?.requestId));
    expect(emulator.state().havips).toHaveLength(1);
  });

  it("asynchronously: it is being released until its task ends, and then gone without anybody asking", async () => {
    const { HaVipId } = await api.havip();
    emulator.behave({ tasks: { delayMs: 60_000 } });
    const page = await visit(window, emulator.url);
    await page.getByRole("button", { name: `Release ${HaVipId}` }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Release" }).click();
    await line(page, "Being released").waitFor();
    emulator.clock.advance(60_000);
    await page.getByText("There is no HAVIP in ap-guangzhou.").waitFor();
  });
});

describe("an open console", () => {
  it("shows a new holder within two seconds, points to it and says so", async () => {
    const { HaVipId: haVipId } = await api.havip();
    emulator.announce({ haVipId, instanceId: "ins-00000001" });
    const page = await visit(window, emulator.url);
    const before = window.requests.length;
    emulator.announce({ haVipId, instanceId: "ins-00000003" });
    await line(page, "ins-00000003").waitFor({ timeout: 2_000 });
    expect(await line(page, "ins-00000003").getAttribute("class")).toBe("changed");
    expect(await page.locator("#news").innerText()).toBe(`${haVipId} web is now held by ins-00000003 node-3.`);
    expect(await page.locator("#news").getAttribute("role")).toBe("status");
    expect(window.requests.length).toBe(before);
  });

  it("makes no calls of the API", async () => {
    await visit(window, emulator.url);
    expect(emulator.calls()).toEqual([]);
  });

  it("says that the emulator has gone, and is that of the next one on the same port", async () => {
    const port = Number(new URL(emulator.url).port);
    const page = await visit(window, emulator.url);
    await emulator.close();
    await page.getByText("Disconnected").waitFor();
    emulator = await createEmulator({ port });
    api = new Api(emulator);
    await page.getByText(emulator.storeId).waitFor();
    await apply(page, "web");
    await line(page, "10.0.0.2").waitFor();
  });
});

describe("a console that the emulator refuses", () => {
  it("says why, and does not load itself again and again", async () => {
    const { page, requests } = await openWindow(browser);
    const refusal = { status: 403, json: { error: "No." } };
    await page.route("**/console/live", (route) => route.fulfill(refusal));
    await page.goto(`${emulator.url}/console`);
    await page.getByText("The emulator refuses this page: No.").waitFor();
    expect(requests.filter((url) => url.endsWith("/console/page.js"))).toHaveLength(1);
  });
});

describe("all that a console asks", () => {
  it("it asks of its emulator, and the browser has nothing to complain of", async () => {
    const page = await visit(window, emulator.url);
    await apply(page, "web");
    await line(page, "web").waitFor();
    await page.getByRole("button", { name: "中文" }).click();
    await page.getByRole("button", { name: "释放" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "释放" }).click();
    await page.getByText("ap-guangzhou 下没有高可用虚拟 IP。").waitFor();
    expect(window.requests.filter((url) => !url.startsWith(`${emulator.url}/console`))).toEqual([]);
    expect(window.requests.length).toBeGreaterThan(10);
    expect(window.complaints).toEqual([]);
  });
});
