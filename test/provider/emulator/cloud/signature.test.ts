import { createHash } from "node:crypto";
import { type SignedRequest, canonicalRequest, tc3Signature } from "../../../../provider/emulator/cloud/signature";

/** The vendor's published samples, page "Signature v3" of the API documents. */
const POST: SignedRequest = {
  method: "POST",
  query: "",
  headers: [
    ["content-type", "application/json; charset=utf-8"],
    ["host", "cvm.tencentcloudapi.com"],
    ["x-tc-action", "DescribeInstances"],
  ],
  payload: String.raw`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`,
  timestamp: "1551113065",
  date: "2019-02-25",
  service: "cvm",
};
const GET: SignedRequest = {
  method: "GET",
  query: "Limit=10&Offset=0",
  headers: [
    ["content-type", "application/x-www-form-urlencoded"],
    ["host", "cvm.tencentcloudapi.com"],
  ],
  payload: "",
  timestamp: "1539084154",
  date: "2018-10-09",
  service: "cvm",
};
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("the signature", () => {
  it("of the vendor's POST sample is the published one", () => {
    expect(tc3Signature(POST, "Gu5t9xGARNpq86cd98joQYCN3*******")).toBe(
      "be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3",
    );
  });

  it("of the vendor's POST sample with a masked key is the published one", () => {
    expect(tc3Signature(POST, "*".repeat(32))).toBe("10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f");
  });

  it("of the vendor's GET sample is the published one", () => {
    expect(tc3Signature(GET, "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE")).toBe(
      "5da7a33f6993f0614b047e5df4582db9e9bf4672ba50567dba16c6ccf174c474",
    );
  });
});

describe("the canonical request", () => {
  it.each([
    ["POST", POST, "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84"],
    ["GET", GET, "91c9c192c14460df6c1ffc69e34e6c5e90708de2a6d282cccf957dbf1aa7f3a7"],
  ])("of the vendor's %s sample has the published digest", (_name, request, digest) => {
    expect(sha256(canonicalRequest(request))).toBe(digest);
  });

  it("has header values trimmed and in lower case", () => {
    const spaced = POST.headers.map(([name, value]) => [name.toUpperCase(), ` ${value.toUpperCase()} `] as const);
    expect(canonicalRequest({ ...POST, headers: spaced })).toBe(canonicalRequest(POST));
  });
});
