import { createHash } from "node:crypto";
import { type Signable, canonicalRequest, sign, signingKeys } from "../../../provider/api/sign";

const secretId = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******";

/** The samples of the API's document on signature v3. */
const post: Signable = {
  method: "POST",
  query: "",
  headers: {
    "content-type": "application/json; charset=utf-8",
    host: "cvm.tencentcloudapi.com",
    "x-tc-action": "DescribeInstances",
  },
  payload: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
  service: "cvm",
  timestamp: 1551113065,
};
const get: Signable = {
  method: "GET",
  query: "Limit=10&Offset=0",
  headers: { "content-type": "application/x-www-form-urlencoded", host: "cvm.tencentcloudapi.com" },
  payload: "",
  service: "cvm",
  timestamp: 1539084154,
};

const digest = (request: Signable): string => createHash("sha256").update(canonicalRequest(request)).digest("hex");

describe("the published vectors", () => {
  test("POST: the canonical request has the published digest", () => {
    expect(digest(post)).toBe("7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84");
  });

  test("POST: the whole Authorization header is the published one", () => {
    expect(sign(post, secretId, signingKeys("Gu5t9xGARNpq86cd98joQYCN3*******"))).toBe(
      `TC3-HMAC-SHA256 Credential=${secretId}/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3`,
    );
  });

  test("POST with a key of asterisks", () => {
    expect(sign(post, secretId, signingKeys("*".repeat(32)))).toMatch(
      /Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f$/,
    );
  });

  test("GET: the canonical request has the published digest", () => {
    expect(digest(get)).toBe("91c9c192c14460df6c1ffc69e34e6c5e90708de2a6d282cccf957dbf1aa7f3a7");
  });

  test("GET", () => {
    expect(sign(get, secretId, signingKeys("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"))).toMatch(
      /Signature=5da7a33f6993f0614b047e5df4582db9e9bf4672ba50567dba16c6ccf174c474$/,
    );
  });
});

describe("a header", () => {
  const keys = signingKeys("key");

  test("is signed at the place of its name, wherever it was given", () => {
    const headers = Object.fromEntries(Object.entries(post.headers).reverse());
    expect(sign({ ...post, headers }, secretId, keys)).toBe(sign(post, secretId, keys));
  });

  test("is signed without spaces around it and without regard to case, as the cloud does it", () => {
    const headers = { ...post.headers, host: "  CVM.tencentcloudapi.com " };
    expect(sign({ ...post, headers }, secretId, keys)).toBe(sign(post, secretId, keys));
  });
});

describe("signing keys", () => {
  test("A4: a run across midnight (UTC) signs with the new day's key", () => {
    const keys = signingKeys("key");
    const before = { ...post, timestamp: Date.UTC(2026, 0, 1, 23, 59, 59) / 1_000 };
    const after = { ...post, timestamp: before.timestamp + 1 };
    sign(before, secretId, keys);
    expect(sign(after, secretId, keys)).toBe(sign(after, secretId, signingKeys("key")));
  });

  test("a key is derived once for a day and service", () => {
    const keys = signingKeys("key");
    expect(keys("2026-01-01", "vpc")).toBe(keys("2026-01-01", "vpc"));
    expect(keys("2026-01-01", "vpc")).not.toEqual(keys("2026-01-01", "tag"));
  });
});
