import type { RoleActions } from "../../api/actions";
import { NOT_SERVED, optional, withoutEffect } from "../words/parameters";
import { assumeRole, assumeRoleWithWebIdentity } from "./roles";
import { STRING, type ServedPart } from "./served";

const STS = { service: "sts", regional: false } as const;
const ROLE = { RoleArn: STRING, RoleSessionName: STRING, DurationSeconds: optional("integer") };

/** The actions that give temporary credentials. */
export const ROLES: ServedPart<RoleActions> = {
  AssumeRole: {
    ...STS,
    parameters: {
      ...ROLE,
      // What a role may do is not part of an emulator that allows everything, and every role trusts every caller.
      Policy: withoutEffect("string"),
      ExternalId: withoutEffect("string"),
      Tags: NOT_SERVED,
      SourceIdentity: NOT_SERVED,
      SerialNumber: NOT_SERVED,
      TokenCode: NOT_SERVED,
    },
    handle: assumeRole,
  },
  AssumeRoleWithWebIdentity: {
    ...STS,
    parameters: { ...ROLE, ProviderId: STRING, WebIdentityToken: STRING },
    handle: assumeRoleWithWebIdentity,
  },
};
