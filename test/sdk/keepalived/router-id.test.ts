import fc from "fast-check";
import { routerIdOf } from "../../../sdk/keepalived/router-id";

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
