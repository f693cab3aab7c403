import { ConfigurationError } from "../../../../provider/api/configuration-error";
import { askedRoles } from "../../../../provider/api/credentials/asked-roles";
import { configurationOf, environmentOf } from "../support/environment";

type Texts = Readonly<Record<string, string>>;
const ask = (settings: Texts, variables: Texts = {}) => askedRoles(configurationOf(settings), environmentOf(variables));
const ARN = "qcs::cam::uin/1:roleName/r";
const POD = { TKE_ROLE_ARN: ARN, TKE_PROVIDER_ID: "tke", TKE_WEB_IDENTITY_TOKEN_FILE: "/token" };
const DEFAULTS = { sessionName: "pulumi-tencentcloud-havip", durationSeconds: 7_200 };

describe("a role is asked for", () => {
  test("by nothing but its own settings", () => {
    expect(ask({ secretId: "a", secretKey: "b" }, { TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME: "ci" })).toEqual({});
    expect(ask({ enablePodOidc: "false" })).toEqual({});
  });

  test("with the API's lifetime and a session name of this package unless they are given", () => {
    expect(ask({ assumeRole: `{"roleArn":"${ARN}","policy":""}` })).toEqual({
      role: { roleArn: ARN, ...DEFAULTS, by: "tencentcloud:assumeRole" },
    });
  });

  test("with a number or a text as its lifetime", () => {
    for (const duration of ["900", '"900"']) {
      const assumeRole = `{"roleArn":"${ARN}","sessionDuration":${duration}}`;
      expect(ask({ assumeRole }).role?.durationSeconds).toBe(900);
    }
  });

  test("by the stack configuration first; what that leaves open, the environment says", () => {
    const variables = {
      TENCENTCLOUD_ASSUME_ROLE_ARN: "qcs::cam::uin/1:roleName/other",
      TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID: "team",
      TENCENTCLOUD_CAM_ROLE_NAME: "machine",
    };
    expect(ask({ assumeRole: `{"roleArn":"${ARN}"}` }, variables)).toEqual({
      first: { kind: "cvm-role", roleName: "machine", by: "TENCENTCLOUD_CAM_ROLE_NAME" },
      role: { roleArn: ARN, ...DEFAULTS, externalId: "team", by: "tencentcloud:assumeRole" },
    });
  });

  test("with the configuration's token file, although the environment has another one's token", () => {
    const given = `{"roleArn":"${ARN}","webIdentityTokenFile":"/own"}`;
    const variables = { TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN: "other" };
    expect(ask({ assumeRoleWithWebIdentity: given }, variables).first).toMatchObject({
      identity: { token: { file: "/own" } },
    });
  });

  test("by a variable of tccli as well, if it is not another role", () => {
    const twice = { TENCENTCLOUD_ASSUME_ROLE_ARN: ARN, TENCENTCLOUD_ROLE_ARN: ARN };
    expect(ask({}, twice).role?.roleArn).toBe(ARN);
    expect(() => ask({}, { ...twice, TENCENTCLOUD_ROLE_ARN: "x" })).toThrow(
      "TENCENTCLOUD_ASSUME_ROLE_ARN and TENCENTCLOUD_ROLE_ARN are different",
    );
  });
});

describe("what cannot be done as it is asked for is refused, before any call", () => {
  const role = `{"roleArn":"${ARN}"}`;
  const identity = `{"roleArn":"${ARN}","webIdentityToken":"very-secret"}`;

  test.each<[string, Texts, Texts, string]>([
    ["SAML", { assumeRoleWithSaml: "{}" }, {}, "by SAML is not supported, but tencentcloud:assumeRoleWithSaml is set"],
    ["SAML by a variable", {}, { TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION: "x" }, "_SAML_ASSERTION is set"],
    [
      "two ways at once",
      { assumeRole: role, assumeRoleWithWebIdentity: identity },
      {},
      "tencentcloud:assumeRole and tencentcloud:assumeRoleWithWebIdentity ask for different identities",
    ],
    [
      "two first identities",
      { assumeRoleWithWebIdentity: identity },
      { TENCENTCLOUD_CAM_ROLE_NAME: "machine" },
      "TENCENTCLOUD_CAM_ROLE_NAME and tencentcloud:assumeRoleWithWebIdentity ask for different identities",
    ],
    [
      "a role, and a token for another way to it in the environment",
      { assumeRole: role },
      { TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN: "very-secret" },
      "tencentcloud:assumeRole and TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN ask for different identities",
    ],
    [
      "the pod's identity, and a role in the environment",
      { enablePodOidc: "true" },
      { ...POD, TENCENTCLOUD_ASSUME_ROLE_ARN: ARN },
      "tencentcloud:enablePodOidc and TENCENTCLOUD_ASSUME_ROLE_ARN ask for different identities",
    ],
    ["a pod's identity that is neither on nor off", { enablePodOidc: "yes" }, {}, "enablePodOidc can be true or false"],
    ["no JSON", { assumeRole: "very-secret" }, {}, "tencentcloud:assumeRole is not a JSON object"],
    ["a list", { assumeRole: `[${role}]` }, {}, "tencentcloud:assumeRole is not a JSON object"],
    [
      "a part that is misspelt",
      { assumeRole: '{"rolearn":"very-secret"}' },
      {},
      "has a part `rolearn` that is not known",
    ],
    ["a part that is no text", { assumeRole: '{"roleArn":{}}' }, {}, "has no text as its part `roleArn`"],
    ["no role", { assumeRole: '{"sessionName":"ci"}' }, {}, "tencentcloud:assumeRole asks for has no roleArn"],
    ["a role with a blank", { assumeRole: '{"roleArn":"a b"}' }, {}, "has a roleArn with a blank"],
    [
      "a session's name",
      { assumeRole: `{"roleArn":"${ARN}","sessionName":"x"}` },
      {},
      "has a sessionName that is not 2",
    ],
    ["a lifetime of nothing", { assumeRole: `{"roleArn":"${ARN}","sessionDuration":0}` }, {}, "from 1 to 43200"],
    [
      "a lifetime of words",
      {},
      { TENCENTCLOUD_ASSUME_ROLE_ARN: ARN, TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION: "1h" },
      "from 1 to 43200",
    ],
    ["a lifetime too long", { assumeRole: `{"roleArn":"${ARN}","sessionDuration":43201}` }, {}, "from 1 to 43200"],
    ["no token", { assumeRoleWithWebIdentity: role }, {}, "has neither webIdentityToken nor webIdentityTokenFile"],
    ["a broken token", { assumeRoleWithWebIdentity: identity.replace("very", "very ") }, {}, "contains a blank"],
    ["an ARN as a name", { camRoleName: ARN }, {}, "tencentcloud:camRoleName is no name of a role"],
  ])("%s", (_, settings, variables, message) => {
    const asking = (): unknown => ask(settings, variables);
    expect(asking).toThrow(ConfigurationError);
    expect(asking).toThrow(message);
    expect(asking).not.toThrow("very-secret");
  });
});
