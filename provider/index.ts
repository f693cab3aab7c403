/**
 * The state contract. Every dynamic resource's state holds the text
 * `require("pulumi-tencentcloud-havip/provider").<kind>.<method>(...)`, so these names, their methods and what they
 * accept stay as they are for ever. Nothing else belongs here.
 */
import { serveDynamic } from "./dynamic";
import { havip as havipKind } from "./havip";
import { stackIdentity as stackIdentityKind } from "./stack-identity";

export const havip = serveDynamic(havipKind);
export const stackIdentity = serveDynamic(stackIdentityKind);
