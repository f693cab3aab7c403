import { createRedact, hideKeys, redactSent } from "../../../provider/api/redact";

const token = 'to"ken+/&<==';

test("a secret is taken out wherever it stands", () => {
  expect(createRedact(["s3cret-key"])("a s3cret-key b s3cret-keys3cret-key")).toBe(
    "a [redacted] b [redacted][redacted]",
  );
});

test.each([
  ["as it is", token],
  ["in JSON", JSON.stringify(token)],
  ["in a URL", encodeURIComponent(token)],
  ["in HTML", "to&quot;ken+/&amp;&lt;=="],
])("a secret is recognized %s", (_, text) => {
  const cleaned = createRedact([token])(`before ${text} after`);
  expect(cleaned).toMatch(/^before "?\[redacted\]"? after$/);
});

test("of two secrets the one that contains the other goes whole", () => {
  expect(createRedact(["abcdefgh", "abcdefghij"])("abcdefghij")).toBe("[redacted]");
});

test.each(["", "a", "seven77"])("%j is too short to be a secret, and would be found in any text", (short) => {
  expect(createRedact([short])("getaddrinfo seven77")).toBe("getaddrinfo seven77");
});

test("body, headers and message of what came back are cleaned", () => {
  const redact = createRedact(["s3cret-key"]);
  const answered = {
    kind: "answered",
    status: 302,
    headers: new Map([["location", "/?s3cret-key"]]),
    body: "s3cret-key",
  } as const;
  expect(redactSent(answered, redact)).toEqual({
    ...answered,
    headers: new Map([["location", "/?[redacted]"]]),
    body: "[redacted]",
  });
  const unanswered = { kind: "unanswered", reached: true, why: "broken", code: "", message: "s3cret-key" } as const;
  expect(redactSent(unanswered, redact)).toEqual({ ...unanswered, message: "[redacted]" });
});

test("the keys of an answer that is quoted are left out, also where it ends in the middle of them", () => {
  const answer = '{"Credentials": {"TmpSecretId": "AKIDx", "TmpSecretKey":"a\\"b", "Token" : "c+/d';
  expect(hideKeys(answer)).toBe(
    '{"Credentials": {"TmpSecretId": "[redacted]", "TmpSecretKey":"[redacted]", "Token" : "[redacted]',
  );
});
