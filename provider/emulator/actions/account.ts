import { EMULATOR_ACCOUNT } from "../../core/emulator";
import { ASSUMPTIONS } from "../assumptions";
import type { Handler } from "./handler";

/** Whose key signed the request. For an account's own key all three ids are the account's. */
export const getCallerIdentity: Handler<"GetCallerIdentity"> = () => ({
  response: {
    Arn: `qcs::cam::uin/${EMULATOR_ACCOUNT}:uin/${EMULATOR_ACCOUNT}`,
    AccountId: EMULATOR_ACCOUNT,
    UserId: EMULATOR_ACCOUNT,
    PrincipalId: EMULATOR_ACCOUNT,
    Type: ASSUMPTIONS.callerType,
  },
});
