import fc from "fast-check";
import { registryOf, RouterIdRegistry, routerIdOf } from "../../../sdk/keepalived/router-id";

const URN = (name: string): string => `urn:pulumi:dev::shop::tencentcloud-havip:index:KeepalivedCluster::${name}`;

describe("a derived router id", () => {
  it("never changes, because all members would have to change it at the same moment", () => {
    expect([URN("web"), URN("db"), ""].map(routerIdOf)).toEqual([228, 206, 156]);
  });

  it("is from 1 to 255 for every URN", () => {
    fc.assert(
      fc.property(fc.string(), (urn) => {
        expect([routerIdOf(urn) >= 1, routerIdOf(urn) <= 255, Number.isInteger(routerIdOf(urn))]).toEqual([
          true,
          true,
          true,
        ]);
      }),
    );
  });

  it("makes use of the whole range", () => {
    const ids = new Set(Array.from({ length: 10_000 }, (_, index) => routerIdOf(URN(String(index)))));
    expect([ids.size, Math.min(...ids), Math.max(...ids)]).toEqual([255, 1, 255]);
  });
});

describe("two clusters with the same router id", () => {
  const claimed = (first: string | undefined, second: string | undefined): (() => void) => {
    const registry = new RouterIdRegistry();
    registry.claim({ id: 7, vpcId: first, urn: URN("web") });
    return () => {
      registry.claim({ id: 7, vpcId: second, urn: URN("db") });
    };
  };

  it("are refused in one VPC, with both names and the remedy", () => {
    expect(claimed("vpc-00000001", "vpc-00000001")).toThrow(
      `Two keepalived clusters have the virtual router id 7 in vpc-00000001: ${URN("db")} and ${URN("web")}. ` +
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
    registryOf(one).claim({ id: 7, vpcId: "vpc-00000001", urn: URN("web") });
    expect(() => {
      registryOf(other).claim({ id: 7, vpcId: "vpc-00000001", urn: URN("db") });
    }).not.toThrow();
    expect(() => {
      registryOf(one).claim({ id: 7, vpcId: "vpc-00000001", urn: URN("db") });
    }).toThrow("Two keepalived clusters");
  });
});
