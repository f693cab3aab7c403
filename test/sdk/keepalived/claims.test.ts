import { ClaimRegistry, registryOf } from "../../../sdk/ha/claims";
import { routerIdClaim } from "../../../sdk/keepalived/claims";

const URN = (name: string): string => `urn:pulumi:dev::shop::tencentcloud-havip:index:KeepalivedCluster::${name}`;

describe("two clusters with the same router id", () => {
  const claimed = (first: string | undefined, second: string | undefined): (() => void) => {
    const registry = new ClaimRegistry();
    registry.claim(routerIdClaim(7, first, URN("web")));
    return () => {
      registry.claim(routerIdClaim(7, second, URN("db")));
    };
  };

  it("are refused in one VPC, with both names and the remedy", () => {
    expect(claimed("vpc-00000001", "vpc-00000001")).toThrow(
      `Two clusters have the virtual router id 7 in vpc-00000001: ${URN("db")} and ${URN("web")}. ` +
        "Set virtualRouterId (1 to 255) of the one that runs nowhere yet to a number that no cluster of the VPC uses.",
    );
  });

  it("are refused where a VPC is not known, with that remedy too", () => {
    expect(claimed(undefined, "vpc-00000001")).toThrow("or give the vpcId of the HAVIPs if the VPCs differ");
  });

  it("are allowed in different VPCs", () => {
    expect(claimed("vpc-00000001", "vpc-00000002")).not.toThrow();
  });

  it("are allowed in different runs of one process", () => {
    const [one, other] = [{}, {}];
    registryOf(one).claim(routerIdClaim(7, "vpc-00000001", URN("web")));
    expect(() => {
      registryOf(other).claim(routerIdClaim(7, "vpc-00000001", URN("db")));
    }).not.toThrow();
    expect(() => {
      registryOf(one).claim(routerIdClaim(7, "vpc-00000001", URN("db")));
    }).toThrow("Two clusters");
  });
});
