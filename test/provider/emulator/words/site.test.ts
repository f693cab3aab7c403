import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";
import { send } from "../client";

let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator({ site: "intl" });
  api = new Api(emulator);
});
afterAll(() => emulator.close());

describe("the international site", () => {
  it("takes the older parameters", async () => {
    const { HaVipId } = await api.havip({ ...PLACE, Vip: "10.0.0.100" });
    expect(await api.names({ Filters: [{ Name: "havip-id", Values: [HaVipId] }] })).toEqual(["web"]);
  });

  it.each([
    ["CheckAssociate", true],
    ["Tags", []],
    ["HaVipAssociationSet", []],
    ["ClientToken", "token"],
  ])("does not know %s of CreateHaVip", async (name, value) => {
    const { Error } = await api.answer("CreateHaVip", { ...PLACE, HaVipName: "web", [name]: value });
    expect(Error).toEqual({ Code: "UnknownParameter", Message: `The parameter \`${name}\` is not recognized.` });
  });

  it("lists only what it knows, and what it does not know with the reason", async () => {
    const headers = { "x-havip-emulator-token": emulator.token };
    const actions = (await (await fetch(`${emulator.url}/_emulator/actions`, { headers })).json()) as {
      served: { action: string; parameters: string[] }[];
      declined: { action: string; reason: string }[];
    }; // The form of ActionList.
    const create = actions.served.find(({ action }) => action === "CreateHaVip");
    expect(create?.parameters).toEqual(["VpcId", "HaVipName", "SubnetId", "Vip", "NetworkInterfaceId"]);
    expect(actions.served.map(({ action }) => action)).not.toContain("AssociateHaVipInstance");
    expect(actions.declined).toContainEqual(
      expect.objectContaining({ action: "AssociateHaVipInstance", reason: expect.stringContaining("international") }),
    );
    const { text } = await send(emulator, "Foo", {});
    expect(text).toContain("DescribeHaVips");
    expect(text).not.toContain("AssociateHaVipInstance");
  });

  it("does not know the newer filters", async () => {
    const Filters = [{ Name: "check-associate", Values: ["TRUE"] }];
    expect(await api.code("DescribeHaVips", { Filters })).toBe("InvalidParameter.FilterInvalidKey");
  });

  it("runs commands, as the vendor's SDK for it does", async () => {
    const detach = emulator.attachAgent("ins-00000001", () => Promise.resolve({ exitCode: 0, output: "" }));
    expect(await api.code("RunCommand", { Content: "cHdk", InstanceIds: ["ins-00000001"] })).toBe("");
    detach();
  });

  it("has no drift range", async () => {
    expect(await api.code("AssociateHaVipInstance", { HaVipAssociationSet: [] })).toBe("InvalidAction");
  });
});
