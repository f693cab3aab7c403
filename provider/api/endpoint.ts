import { isLoopbackHost } from "../core/emulator";
import type { Service } from "./actions";
import { ConfigurationError } from "./configuration-error";

/** Where one product of the cloud is served. */
export interface Endpoint {
  /** Scheme, host and port, without a path: `https://vpc.tencentcloudapi.com`. */
  url: string;
  /** The Host header, which is signed. */
  host: string;
  loopback: boolean;
}

/** What the user set; each empty when not. */
export interface EndpointSettings {
  /** One URL for all products: the emulator, or a proxy. */
  endpoint: string;
  /** Stands in for `tencentcloudapi.com`. */
  domain: string;
  /** `https` unless set. */
  protocol: string;
}

/** The endpoint of `service` for resources in `region`. Plain http is allowed to this machine only. */
export function endpointOf(service: Service, region: string, settings: EndpointSettings): Endpoint {
  if (settings.endpoint !== "") return parse(settings.endpoint, "tencentcloud:endpoint (TENCENTCLOUD_ENDPOINT)");
  const protocol = settings.protocol === "" ? "https" : settings.protocol.toLowerCase();
  if (protocol !== "https" && protocol !== "http") {
    throw new ConfigurationError(
      `tencentcloud:protocol (TENCENTCLOUD_PROTOCOL) is \`${settings.protocol}\`; it can be https, or http to this machine.`,
    );
  }
  const origin = settings.domain === "" ? "the default endpoint" : "tencentcloud:domain (TENCENTCLOUD_DOMAIN)";
  return parse(`${protocol}://${service}.${settings.domain === "" ? defaultDomain(region) : settings.domain}`, origin);
}

/** The regions closed to other customers than banks are served by their own hosts only (API document, "endpoints"). */
function defaultDomain(region: string): string {
  return region.endsWith("-fsi") ? `${region}.tencentcloudapi.com` : "tencentcloudapi.com";
}

function parse(text: string, origin: string): Endpoint {
  const refuse = (reason: string): ConfigurationError =>
    new ConfigurationError(
      `The endpoint from ${origin} ${reason}. Give scheme, host and port only, such as http://127.0.0.1:7215 or https://vpc.example.com.`,
    );
  if (!URL.canParse(text)) throw refuse("is not a URL");
  const url = new URL(text);
  // First, because such a text must not be quoted in the messages below.
  if (url.username !== "" || url.password !== "") throw refuse("contains a user name or password");
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw refuse(`begins with ${url.protocol} instead of https:`);
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "")
    throw refuse(`(${url.origin}) is followed by a path`);
  const loopback = isLoopbackHost(url.hostname);
  if (url.protocol === "http:" && !loopback) {
    throw refuse(
      `(${url.origin}) is plain http to another machine, where anyone on the way could read and change it; use https`,
    );
  }
  return { url: url.origin, host: url.host, loopback };
}
