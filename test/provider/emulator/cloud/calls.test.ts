import { type CallRecord, CallLog } from "../../../../provider/emulator/cloud/calls";

const record = (action: string, parameters: Record<string, unknown> = {}): CallRecord => ({
  action,
  service: "vpc",
  region: "ap-guangzhou",
  code: "",
  requestId: "id",
  parameters,
  unread: [],
  at: 0,
  durationMs: 0,
});

/** A log that was given this many calls with a parameter of this many characters. */
function filled(calls: number, characters: number): CallRecord[] {
  const log = new CallLog();
  for (let i = 1; i <= calls; i += 1) log.add(record(String(i), { text: "x".repeat(characters) }));
  return log.latest();
}

describe("the log of calls", () => {
  it("gives each call as it was", () => {
    const log = new CallLog();
    log.add(record("DescribeHaVips", { Limit: 5 }));
    expect(log.latest()).toEqual([record("DescribeHaVips", { Limit: 5 })]);
  });

  it("holds the latest 10,000", () => {
    const kept = filled(10_001, 0);
    expect([kept.length, kept[0]?.action, kept.at(-1)?.action]).toEqual([10_000, "2", "10001"]);
  });

  it("holds fewer where they are large, so that its memory has a bound", () => {
    const kept = filled(300, 90_000);
    expect(JSON.stringify(kept).length).toBeLessThanOrEqual(16_100_000);
    expect([kept.length > 100, kept.at(-1)?.action]).toEqual([true, "300"]);
  });

  it("forgets the parameters of a call that is too large", () => {
    expect(filled(1, 200_000)).toEqual([record("1")]);
  });

  it("has no tokens of identity providers and no secret keys, but tokens that are none", () => {
    const log = new CallLog();
    const plain = { ClientToken: "c", PaginationToken: "p", NextToken: "n", TokenCount: 1 };
    log.add(record("A", { ...plain, WebIdentityToken: "w", SAMLAssertion: "s", Deep: [{ TmpSecretKey: "k" }] }));
    const hidden = "(not logged)";
    const shown = { WebIdentityToken: hidden, SAMLAssertion: hidden, Deep: [{ TmpSecretKey: hidden }] };
    expect(log.latest()[0]?.parameters).toEqual({ ...plain, ...shown });
  });

  it("has neither passwords nor user data, however deep they stand", () => {
    const log = new CallLog();
    const given = {
      LoginSettings: { Password: "p" },
      List: [{ UserData: "u" }],
      WebIdentityToken: "t",
      UserName: "root",
      Note: "Password",
    };
    log.add(record("RunInstances", given));
    const hidden = "(not logged)";
    expect(log.latest()[0]?.parameters).toEqual({
      ...{
        LoginSettings: { Password: hidden },
        List: [{ UserData: hidden }],
        WebIdentityToken: hidden,
        UserName: "root",
        Note: "Password",
      },
    });
  });
});
