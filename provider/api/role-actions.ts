/** Temporary credentials of a role. */

export interface Credentials {
  Token: string;
  TmpSecretId: string;
  TmpSecretKey: string;
}

export interface RoleActions {
  AssumeRole: {
    request: {
      RoleArn: string;
      RoleSessionName: string;
      DurationSeconds?: number;
      /** A policy in its JSON form, percent-encoded: the role can do no more than it allows. */
      Policy?: string;
      ExternalId?: string;
    };
    response: { Credentials: Credentials; ExpiredTime: number; Expiration: string };
  };
  // Not signed: the identity provider's token takes the signature's place.
  AssumeRoleWithWebIdentity: {
    request: {
      ProviderId: string;
      WebIdentityToken: string;
      RoleArn: string;
      RoleSessionName: string;
      DurationSeconds?: number;
    };
    response: { Credentials: Credentials; ExpiredTime: number; Expiration: string };
  };
}
