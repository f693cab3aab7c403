import type { Resolver } from "node:dns/promises";
import { createMetadata } from "../../../../provider/api/credentials/metadata";
import { createSend } from "../../../../provider/api/send";
import { createEmulator } from "../../../../provider/emulator";
import { startCloud } from "../support/cloud";
import { open } from "../support/client";
import { nameServer } from "../support/name-server";
import { refusedPort } from "../support/tcp";

const NOWHERE = { endpoint: "", domain: "", protocol: "" };
const at = (endpoint: string) => ({ ...NOWHERE, endpoint });
const service = (url?: string, resolver?: () => Resolver) =>
  createMetadata(createSend(), Date.now, { ...(url && { url }), ...(resolver && { resolver }) });

describe("the metadata of an emulator", () => {
  test("are meant where the endpoint is one", async () => {
    await using emulator = await createEmulator();
    const metadata = service("http://127.0.0.1:9");
    expect(await metadata.nearby(at(emulator.url), open)).toEqual({ url: emulator.url });
    expect(await metadata.service(at(emulator.url), open)).toEqual({ url: emulator.url });
  });

  test("are not there where it is not started; the machine's own are not asked instead", async () => {
    const url = `http://127.0.0.1:${String(await refusedPort())}`;
    const metadata = service("http://127.0.0.1:9");
    expect(await metadata.nearby(at(url), open)).toBe(`${url} does not answer`);
    expect(await metadata.service(at(url), open)).toEqual({ url });
  });

  test("are not meant where the endpoint is a proxy on this machine", async () => {
    const proxy = await startCloud();
    expect(await service("http://own.example").service(at(proxy.url), open)).toEqual({ url: "http://own.example" });
    await proxy.close();
  });
});

describe("without being asked for", () => {
  test("the service is looked for by its name, and asked at the address that the name stands for", async () => {
    const [names, cloud] = [await nameServer("127.0.0.1"), await startCloud()];
    const { port } = new URL(cloud.url);
    const found = await service(`http://metadata.example:${port}`, names.resolver).nearby(NOWHERE, open);
    expect(found).toEqual({ url: cloud.url, host: `metadata.example:${port}` });
    expect(cloud.received[0]?.headers.host).toBe(`metadata.example:${port}`);
    names.close();
    await cloud.close();
  });

  test("no address beyond this machine's own link is believed", async () => {
    const names = await nameServer("203.0.113.7");
    expect(await service("http://metadata.example", names.resolver).nearby(NOWHERE, open)).toBe(
      "the name metadata.example is resolved to 203.0.113.7, which is not here",
    );
    names.close();
  });
});
