import { EMULATOR_SECRET_ID, STORE_HEADER } from "../../../provider/core/emulator";
import { Credential } from "../../../provider/api/credentials/credential";
import { endpointOf } from "../../../provider/api/endpoint";
import type { Send } from "../../../provider/api/send";
import { type Renew, createSigner } from "../../../provider/api/signer";
import { open } from "./support/client";

const credential = (id: string): Credential => new Credential(id, `key-of-${id}`, "", "a test");
const settings = { endpoint: "http://127.0.0.1:7215", domain: "", protocol: "" };
const endpoint = endpointOf("vpc", "ap-guangzhou", settings);

/** An emulator listens there. */
const emulator: Send = () =>
  Promise.resolve({ kind: "answered", status: 404, headers: new Map([[STORE_HEADER, "store-1"]]), body: "" });

const signer = (first: Credential, renew: Renew) => createSigner("ap-guangzhou", first, emulator, renew);

/** The id that the requests are signed with. */
function signingId(of: ReturnType<typeof signer>): string | undefined {
  const { outgoing } = of.present().prepare("DescribeHaVips", endpoint, "{}", 0);
  return /Credential=([^/]+)\//.exec(outgoing.headers["Authorization"] ?? "")?.[1];
}

describe("credentials that expired", () => {
  test("give way to those that are in force now", async () => {
    const [old, fresh] = [credential("old"), credential("fresh")];
    const asked: Credential[] = [];
    const one = signer(old, (expired) => {
      asked.push(expired);
      return Promise.resolve(fresh);
    });
    expect(signingId(one)).toBe("old");
    expect(await one.renewed(old)).toBe(true);
    expect(asked).toEqual([old]);
    expect(one.present().credential).toBe(fresh);
    expect(signingId(one)).toBe("fresh");
  });

  test("are renewed once for all whose calls were refused at the same time", async () => {
    const old = credential("old");
    let renewals = 0;
    const one = signer(old, async () => {
      renewals += 1;
      await Promise.resolve();
      return credential("fresh");
    });
    expect(await Promise.all([one.renewed(old), one.renewed(old), one.renewed(old)])).toEqual([true, true, true]);
    expect(renewals).toBe(1);
  });

  test("are not renewed for a call that was signed with earlier ones: it has but to be sent again", async () => {
    const old = credential("old");
    let renewals = 0;
    const one = signer(old, () => Promise.resolve(credential(`fresh-${String(++renewals)}`)));
    await one.renewed(old);
    expect(await one.renewed(old)).toBe(true);
    expect(signingId(one)).toBe("fresh-1");
  });

  test("are renewed again when those that came after them expire", async () => {
    const old = credential("old");
    let renewals = 0;
    const one = signer(old, () => Promise.resolve(credential(`fresh-${String(++renewals)}`)));
    await one.renewed(old);
    await one.renewed(one.present().credential);
    expect(signingId(one)).toBe("fresh-2");
  });

  test("stay where there are no others, and the next call asks again", async () => {
    const old = credential("old");
    const found: (Credential | undefined)[] = [undefined, credential("fresh")];
    const one = signer(old, () => Promise.resolve(found.shift()));
    expect(await one.renewed(old)).toBe(false);
    expect(one.present().credential).toBe(old);
    expect(await one.renewed(old)).toBe(true);
  });

  test("stay where the renewal fails, and the next call asks again", async () => {
    const old = credential("old");
    let asked = 0;
    const one = signer(old, () =>
      ++asked === 1 ? Promise.reject(new Error("no way there")) : Promise.resolve(credential("fresh")),
    );
    await expect(one.renewed(old)).rejects.toThrow("no way there");
    expect(await one.renewed(old)).toBe(true);
  });
});

describe("the guard of an emulator", () => {
  const passage = (first: Credential) =>
    signer(first, () => Promise.resolve(undefined))
      .present()
      .guard(endpoint, open);

  test("keeps keys of the cloud from it, and says where they are from", async () => {
    expect(await passage(credential("AKIDreal"))).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("the credentials (from a test)"),
    });
  });

  test("lets its own keys through", async () => {
    expect(await passage(credential(EMULATOR_SECRET_ID))).toEqual({ kind: "pass" });
  });

  test("lets through what is no key at all, but an identity provider's token", async () => {
    expect(await passage(new Credential("", "", "token", "a test"))).toEqual({ kind: "pass" });
  });
});
