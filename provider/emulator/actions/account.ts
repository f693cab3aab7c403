import { EMULATOR_ACCOUNT } from "../../core/emulator";
import type { Handler } from "./handler";

/** Whose key signed the request. For an account's own key all three ids are the account's. */
export const getCallerIdentity: Handler<"GetCallerIdentity"> = (_state, _request, { role, assumptions }) => {
  const account = { AccountId: EMULATOR_ACCOUNT, PrincipalId: EMULATOR_ACCOUNT };
  if (role === undefined) {
    const Arn = `qcs::cam::uin/${EMULATOR_ACCOUNT}:uin/${EMULATOR_ACCOUNT}`;
    return { response: { ...account, Arn, UserId: EMULATOR_ACCOUNT, Type: assumptions.callerType } };
  }
  const name = role.roleArn.replace(/^.*\//, "");
  return {
    response: {
      ...account,
      Arn: `qcs::sts::uin/${EMULATOR_ACCOUNT}:assumed-role/${name}/${role.sessionName}`,
      UserId: `${name}:${role.sessionName}`,
      Type: assumptions.roleCallerType,
    },
  };
};
