/** Where to send a call, and as whom. */
export interface Cloud {
  endpoint: string;
  secretId: string;
  secretKey: string;
  region: string;
  service?: "vpc";
}
/** Sends one signed action and returns its `Response`; an error answer is thrown. */
export function cloudCall(
  cloud: Cloud,
  action: string,
  parameters: object,
): Promise<{ RequestId: string; HaVip: { HaVipId: string } }>;
