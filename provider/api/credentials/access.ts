import type { Client } from "../client";
import type { EndpointSettings } from "../endpoint";
import type { Environment } from "../environment";
import type { Renew } from "../signer";
import type { Credential } from "./credential";
import type { Metadata } from "./metadata";
import type { Temporaries } from "./temporary";

/** What it takes to obtain credentials that stand in no setting and in no file, but are given out for a role. */
export interface Access {
  temporaries: Temporaries;
  metadata: Metadata;
  /** A client of the API that calls with the given credentials. */
  client: (connection: { region: string; endpoint: EndpointSettings; credential: Credential }, renew: Renew) => Client;
}

/** One search for credentials: its ways and means, and where and for how long. */
export interface Search extends Access {
  environment: Environment;
  endpoint: EndpointSettings;
  /** Of the calls that a role needs. Throws ConfigurationError if none is set. */
  region: () => string;
  signal: AbortSignal;
}
