export interface ClaimPacket {
  kind: "claim";
  at: number;
  mac: string;
  address: string;
}

export interface AdvertisementPacket {
  kind: "advertisement";
  at: number;
  mac: string;
  from: string;
  to: string;
  version: number;
  routerId: number;
  priority: number;
}

export function packetOf(line: string): ClaimPacket | AdvertisementPacket | undefined;
export function replyAt(line: string): number | undefined;
export function addressChange(line: string): { address: string; isThere: boolean } | undefined;
