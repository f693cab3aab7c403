/** A: credentials, signatures and clocks. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Credentials } from "../../provider/api/actions";
import type { Bag } from "../program/provider-process";
import { life } from "./life";
import { useStage } from "./row";
import { type Cloud, failureOf } from "./stage";

const row = useStage();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "havip-faults-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

row("A1", "the cloud's clock is 10 minutes ahead, 10 minutes behind", async (stage) => {
  for (const minutes of [10, -10]) {
    const cloud = await stage.cloud({ label: `${String(minutes)} min`, clock: () => Date.now() + minutes * 60_000 });
    await life(stage, cloud);
    expect(cloud.calls().filter(({ code }) => code === "AuthFailure.SignatureExpire")).toHaveLength(1);
  }
  const told = await stage.warnings();
  expect(told).toHaveLength(2);
  expect(told.join("\n")).toMatch(/is (600|599) s behind the cloud's[^]*is (600|601) s ahead of the cloud's/);
  return "put right by the answer's Date after one refusal, with one warning that names the seconds";
});

/** No keys in the settings: they stand in a file, which somebody renews. */
const FROM_FILE = { "tencentcloud:secretId": undefined, "tencentcloud:secretKey": undefined };

async function temporary({ others }: Cloud, DurationSeconds: number): Promise<Credentials> {
  const role = { RoleArn: "qcs::cam::uin/100000000001:roleName/ops", RoleSessionName: "faults", DurationSeconds };
  return (await others.ok("AssumeRole", role))["Credentials"] as Credentials; // True of an AssumeRole that succeeds.
}

function keep({ TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token }: Credentials): void {
  writeFileSync(join(folder, "default.credential"), JSON.stringify({ secretId, secretKey, token }));
}

row(
  "A2",
  "temporary credentials expire during six updates; others lie there when that is told, or none",
  async (stage) => {
    let renew: (() => Promise<void>) | undefined;
    const cloud = await stage.cloud({
      label: "renewed",
      configuration: FROM_FILE,
      through: async (_call, forward) => {
        const answer = await forward();
        if (answer.body.includes("AuthFailure.TokenFailure")) await renew?.();
        return answer;
      },
    });
    keep(await temporary(cloud, 3));
    const provider = await stage.nextRun({ TENCENTCLOUD_SHARED_CREDENTIALS_DIR: folder });
    const owners = Array.from({ length: 6 }, (_, index) => `stack-1/${String(index)}`);
    const made = await Promise.all(owners.map((owner) => provider.create(cloud.inputs({ owner }))));
    await setTimeout(3_100);
    renew = async () => {
      keep(await temporary(cloud, 7_200));
      renew = undefined;
    };
    const rename = ({ id, state }: { id: string; state: Bag }): Promise<Bag> =>
      provider.update(id, state, cloud.inputs({ name: "renamed", owner: state["owner"] }));
    const updated = await Promise.all(made.map(rename));
    expect(updated.map(({ name }) => name)).toEqual(owners.map(() => "renamed"));
    const refused = cloud.calls().filter(({ code }) => code.startsWith("AuthFailure"));
    expect(refused).toHaveLength(1); // One batch of reads stands for all.
    expect(cloud.calls("GetCallerIdentity")).toHaveLength(2);

    const none = await stage.cloud({ label: "no others", configuration: FROM_FILE });
    keep(await temporary(none, 1));
    const later = await stage.nextRun({ TENCENTCLOUD_SHARED_CREDENTIALS_DIR: folder });
    await setTimeout(1_100);
    const { message } = await failureOf(later.create(none.inputs()));
    expect(message).toMatch(/AuthFailure\.TokenFailure.*1 attempt,.*default\.credential\) have expired/s);
    const happened =
      "the file is read again, once, after one refusal; where there are no others, one error after one attempt";
    return { happened, calls: "kinds" };
  },
);

row("A3", "a wrong secret key; no permission for CreateHaVip", async (stage) => {
  const wrong = await stage.cloud({ label: "key", configuration: { "tencentcloud:secretKey": "wrong-0123456789" } });
  const { message } = await failureOf(stage.provider.create(wrong.inputs()));
  expect(message).toMatch(
    /AuthFailure\.SignatureFailure.*1 attempt.*Check the credentials, which come from the stack/s,
  );
  expect(wrong.calls()).toHaveLength(1);

  const { emulator, inputs, calls } = await stage.cloud({ label: "permission" });
  const code = "UnauthorizedOperation";
  emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "error", code, times: 9 });
  const denied = await failureOf(stage.provider.create(inputs()));
  expect(denied.message).toMatch(/UnauthorizedOperation.*1 attempt.*may not call CreateHaVip.*CAM/s);
  expect(calls("CreateHaVip")).toHaveLength(1);
  return "one attempt; the error names where the key comes from, or the action that is missing";
});

row(
  "A4",
  "midnight (UTC), when the derived signing key changes, comes between a create and a release",
  async (stage) => {
    const day = 86_400_000;
    // Time enough for the process to start and to create.
    const offset = day - (Date.now() % day) - 5_000;
    const clock = (): number => Date.now() + offset;
    const cloud = await stage.cloud({ clock });
    const options = `--require ${join(__dirname, "shift-clock.cjs")}`;
    const provider = await stage.nextRun({ NODE_OPTIONS: options, CLOCK_OFFSET_MS: String(offset) });
    const { id, state } = await provider.create(cloud.inputs());
    await setTimeout(day - (clock() % day) + 100);
    await provider.delete(id, state);
    expect(cloud.calls().filter(({ code }) => code !== "")).toEqual([]);
    const days = new Set(cloud.calls().map(({ at }) => Math.floor(at / day)));
    expect(days.size).toBe(2);
    return "every signature is taken";
  },
);

row("A5", "a gateway's page, an error and a partial failure quote the request with its token", async (stage) => {
  let echo = false;
  const cloud = await stage.cloud({
    configuration: FROM_FILE,
    through: ({ headers }, forward) =>
      echo ? Promise.resolve({ status: 502, headers: {}, body: `Sent: ${String(headers["x-tc-token"])}` }) : forward(),
  });
  const credentials = await temporary(cloud, 7_200);
  keep(credentials);
  const provider = await stage.nextRun({ TENCENTCLOUD_SHARED_CREDENTIALS_DIR: folder });
  const inputs = cloud.inputs({ timeouts: { read: "1s" } });
  const { id, state } = await provider.create(inputs);
  const denied = { action: "ModifyHaVipAttribute", phase: "before", kind: "error" } as const;
  cloud.emulator.faults.next({ ...denied, code: "UnauthorizedOperation", message: `no: ${credentials.Token}` });
  const partial = await failureOf(provider.update(id, state, { ...inputs, name: "renamed" }));
  echo = true;
  const page = await failureOf(provider.read(id, state));
  expect(page.message).toContain("[redacted]");
  const sinks = JSON.stringify([state, partial.message, partial.partial, page.message, provider.output, cloud.calls()]);
  for (const secret of [credentials.TmpSecretKey, credentials.Token, cloud.emulator.credentials.secretKey]) {
    expect(sinks).not.toContain(secret);
  }
  return "neither state nor errors, warnings or the log of calls hold a secret";
});
