import { type EndpointSettings, endpointOf } from "../../../provider/api/endpoint";

const none: EndpointSettings = { endpoint: "", domain: "", protocol: "" };
const urlOf = (settings: Partial<EndpointSettings>, region = "ap-guangzhou"): string =>
  endpointOf("vpc", region, { ...none, ...settings }).url;

describe("where a product is served", () => {
  test("by default at the nearest host of the cloud", () => {
    expect(endpointOf("vpc", "ap-guangzhou", none)).toEqual({
      url: "https://vpc.tencentcloudapi.com",
      host: "vpc.tencentcloudapi.com",
      loopback: false,
    });
    expect(endpointOf("tag", "ap-guangzhou", none).url).toBe("https://tag.tencentcloudapi.com");
  });

  test("in a financial region at that region's own host", () => {
    expect(urlOf({}, "ap-shanghai-fsi")).toBe("https://vpc.ap-shanghai-fsi.tencentcloudapi.com");
  });

  test("under another domain, if one is set", () => {
    expect(urlOf({ domain: "intl.tencentcloudapi.com" }, "ap-shanghai-fsi")).toBe(
      "https://vpc.intl.tencentcloudapi.com",
    );
  });

  test("at one URL for all products, if one is set, whatever else is set", () => {
    const settings = { endpoint: "http://127.0.0.1:7215/", domain: "example.com", protocol: "https" };
    expect(endpointOf("sts", "ap-guangzhou", settings)).toEqual({
      url: "http://127.0.0.1:7215",
      host: "127.0.0.1:7215",
      loopback: true,
    });
  });

  test("the port is part of the host that is signed", () => {
    expect(endpointOf("vpc", "ap-guangzhou", { ...none, endpoint: "https://proxy.example:8443" }).host).toBe(
      "proxy.example:8443",
    );
  });
});

describe("plain http", () => {
  test.each(["http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1", "http://vpc.localhost:1"])(
    "goes to this machine: %s",
    (endpoint) => {
      expect(urlOf({ endpoint })).toBe(endpoint);
    },
  );

  test.each([
    "http://10.0.0.1:1",
    "http://example.com",
    "http://localhost.example.com",
    "http://127.0.0.1.example.com",
    "http://0.0.0.0:1",
  ])("goes to no other: %s", (endpoint) => {
    expect(() => urlOf({ endpoint })).toThrow(/plain http to another machine.*use https/);
  });

  test("nor by way of the protocol setting", () => {
    expect(() => urlOf({ protocol: "http" })).toThrow("The endpoint from the default endpoint");
    expect(urlOf({ protocol: "HTTPS" })).toBe("https://vpc.tencentcloudapi.com");
  });
});

describe("a malformed setting is told, with its name", () => {
  test.each([
    ["127.0.0.1:7215", "is not a URL"],
    ["vpc.example.com", "is not a URL"],
    ["localhost:7215", "begins with localhost: instead of https:"],
    ["ftp://localhost", "begins with ftp: instead of https:"],
    ["https://example.com/api", "is followed by a path"],
    ["https://example.com/?a=b", "is followed by a path"],
  ])("%s %s", (endpoint, reason) => {
    expect(() => urlOf({ endpoint })).toThrow(reason);
    expect(() => urlOf({ endpoint })).toThrow("tencentcloud:endpoint (TENCENTCLOUD_ENDPOINT)");
  });

  test("a password in a URL is refused and not quoted", () => {
    const attempt = (): string => urlOf({ endpoint: "https://user:pa55word@example.com" });
    expect(attempt).toThrow("contains a user name or password");
    expect(attempt).not.toThrow("pa55word");
  });

  test("a protocol that is none", () => {
    expect(() => urlOf({ protocol: "ws" })).toThrow("tencentcloud:protocol (TENCENTCLOUD_PROTOCOL) is `ws`");
  });

  test("a domain that hides another host", () => {
    expect(() => urlOf({ domain: "x@evil.example" })).toThrow("tencentcloud:domain (TENCENTCLOUD_DOMAIN)");
  });
});
