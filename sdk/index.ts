export { Havip, type HavipArgs, type HavipTimeouts } from "./havip";
export * from "./keepalived/component";
