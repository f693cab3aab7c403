import { STORE_HEADER } from "../../../provider/core/emulator";
import { type Failure, type Known, classify, codeIs, isThrottled } from "../../../provider/api/classify";
import type { Sent } from "../../../provider/api/send";

function answered(body: string, status = 200, headers: Record<string, string> = {}): Sent {
  return { kind: "answered", status, headers: new Map(Object.entries(headers)), body };
}

function refused(code: string): Sent {
  return answered(JSON.stringify({ Response: { Error: { Code: code, Message: "No." }, RequestId: "r-1" } }));
}

function failureOf(sent: Sent): Failure {
  const verdict = classify(sent);
  if (verdict.kind !== "failure") throw new Error("it was judged an answer");
  return verdict;
}

describe("an answer", () => {
  const body = JSON.stringify({ Response: { TotalCount: 0, HaVipSet: [], RequestId: "r-1", Newer: 1 } });

  test("is the content of the envelope, without what belongs to the envelope", () => {
    expect(classify(answered(body))).toEqual({
      kind: "answer",
      response: { TotalCount: 0, HaVipSet: [], Newer: 1 },
      requestId: "r-1",
      world: "tencentcloud",
    });
  });

  test("is one also where the place of an error holds null", () => {
    const body = JSON.stringify({ Response: { Error: null, TotalCount: 0, RequestId: "r-1" } });
    expect(classify(answered(body))).toMatchObject({ kind: "answer", response: { TotalCount: 0 } });
  });

  test("is of the emulator's world if it names a store", () => {
    expect(classify(answered(body, 200, { [STORE_HEADER]: "s-1" }))).toMatchObject({ world: "emulator:s-1" });
  });
});

describe("what is known of a failure by its code", () => {
  test.each<[string, Known]>([
    ["RequestLimitExceeded", "refused"],
    ["RequestLimitExceeded.UinLimitExceeded", "refused"],
    ["AuthFailure.SignatureFailure", "refused"],
    ["LimitExceeded.ActionLimited", "refused"],
    ["UnauthorizedOperation", "refused"],
    ["UnknownParameter", "refused"],
    ["MissingParameter", "refused"],
    ["InvalidAction", "refused"],
    ["InvalidRequest", "refused"],
    ["NoSuchProduct", "refused"],
    ["NoSuchVersion", "refused"],
    ["ActionOffline", "refused"],
    ["UnsupportedProtocol", "refused"],
    ["UnsupportedRegion", "refused"],
    ["IpInBlacklist", "refused"],
    ["IpNotInWhitelist", "refused"],
    ["RequestSizeLimitExceeded", "refused"],
    ["InternalError", "ambiguous"],
    ["InternalError.ModuleError", "ambiguous"],
    ["ServiceUnavailable", "ambiguous"],
    ["ResponseSizeLimitExceeded", "ambiguous"],
    ["InvalidParameterValue.Range", "definite"],
    ["LimitExceeded", "definite"],
    ["ResourceInUse", "definite"],
    ["ACodeOfTheFuture", "definite"],
  ])("%s: %s", (code, known) => {
    expect(failureOf(refused(code))).toMatchObject({ code, known, message: "No.", requestId: "r-1" });
  });
});

describe("what is known of a failure without an answer", () => {
  const unanswered = { kind: "unanswered", why: "broken", code: "ECONNRESET", message: "socket hang up" } as const;

  test("nothing was sent if no connection was made", () => {
    expect(failureOf({ ...unanswered, reached: false }).known).toBe("not-sent");
  });

  test("it is ambiguous once there was a connection", () => {
    expect(failureOf({ ...unanswered, reached: true }).known).toBe("ambiguous");
  });

  test("what happened stands in for what the cloud would have said, and nothing is made up", () => {
    expect(failureOf({ ...unanswered, reached: true })).toEqual({
      kind: "failure",
      known: "ambiguous",
      code: "",
      message: "socket hang up",
      requestId: "",
      transportCode: "ECONNRESET",
    });
  });
});

describe("a refusal", () => {
  test("is told with the cloud's code, message and request id, and its world", () => {
    expect(failureOf(refused("ResourceInUse"))).toEqual({
      kind: "failure",
      known: "definite",
      code: "ResourceInUse",
      message: "No.",
      requestId: "r-1",
      transportCode: "",
      world: "tencentcloud",
    });
  });

  test.each([
    ["no message", '{"Response": {"Error": {"Code": "ResourceInUse"}}}'],
    ["a message that is no text", '{"Response": {"Error": {"Code": "ResourceInUse", "Message": 5}}}'],
  ])("is one also with %s, and without a request id", (_, body) => {
    expect(failureOf(answered(body))).toMatchObject({ code: "ResourceInUse", message: "", requestId: "" });
  });
});

test.each<[string, boolean]>([
  ["RequestLimitExceeded", true],
  ["RequestLimitExceeded.IPLimitExceeded", true],
  ["LimitExceeded.ActionLimited", true],
  ["LimitExceeded", false],
  ["ResourceInUse", false],
])("H1: whether %s means one call too many in its second: %s", (code, expected) => {
  expect(isThrottled(failureOf(refused(code)))).toBe(expected);
});

describe("T7: what is no answer of the API", () => {
  test("an error page is ambiguous; status and the first 200 characters are quoted", () => {
    const failure = failureOf(answered(`<html>${"x".repeat(300)}`, 502));
    expect(failure.known).toBe("ambiguous");
    expect(failure.message).toBe(`this is not an answer of the API: HTTP status 502, body: <html>${"x".repeat(194)}`);
  });

  test("has no code, request id or transport's code, because nobody gave one", () => {
    expect(failureOf(answered("  <html>\n", 502))).toEqual({
      kind: "failure",
      known: "ambiguous",
      code: "",
      message: "this is not an answer of the API: HTTP status 502, body: <html>",
      requestId: "",
      transportCode: "",
    });
  });

  test("an empty body is said to be one", () => {
    expect(failureOf(answered("", 200))).toMatchObject({
      known: "ambiguous",
      message: expect.stringContaining("an empty body"),
    });
  });

  test.each([
    ["cut JSON", '{"Response": {"Tot'],
    ["another envelope", '{"result": {}}'],
    ["no request id", '{"Response": {"TotalCount": 0}}'],
    ["an error without a code", '{"Response": {"Error": {}, "RequestId": "r-1"}}'],
    ["a list", "[]"],
    ["null", "null"],
    ["an envelope of null", '{"Response": null}'],
    ["an envelope of text", '{"Response": "no"}'],
  ])("%s is ambiguous", (_, body) => {
    expect(failureOf(answered(body)).known).toBe("ambiguous");
  });

  test("a success under another status than 200 is not believed", () => {
    expect(failureOf(answered('{"Response": {"RequestId": "r-1"}}', 500)).known).toBe("ambiguous");
  });

  test.each([300, 302, 307, 403, 404, 407, 499])(
    "status %i: refused by something in between, so asking again is of no use",
    (status) => {
      expect(failureOf(answered("no", status)).known).toBe("definite");
    },
  );

  test.each([299, 408, 429, 500, 502, 503, 504])("status %i tells nothing", (status) => {
    expect(failureOf(answered("no", status)).known).toBe("ambiguous");
  });

  test("a redirect's target is named", () => {
    expect(failureOf(answered("", 302, { location: "https://elsewhere.example" })).message).toContain(
      "HTTP status 302 to https://elsewhere.example",
    );
  });
});

test("the other side's clock is read from the Date header", () => {
  const sent = answered("", 502, { date: "Thu, 01 Jan 2026 00:00:00 GMT" });
  expect(failureOf(sent).serverTime).toBe(Date.UTC(2026, 0, 1));
});

test("a code covers its sub-codes and nothing that merely begins alike", () => {
  expect(codeIs("AuthFailure.TokenFailure", "AuthFailure")).toBe(true);
  expect(codeIs("AuthFailure", "AuthFailure")).toBe(true);
  expect(codeIs("AuthFailures", "AuthFailure")).toBe(false);
  expect(codeIs("AuthFailure", "AuthFailure.TokenFailure")).toBe(false);
});
