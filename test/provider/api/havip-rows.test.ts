import type { HaVip, Response } from "../../../provider/api/actions";
import { havipsIn, wholeHavip } from "../../../provider/api/havip-rows";

/** As it comes over the wire, where nothing keeps to the types. */
const row = (fields: object): HaVip => fields as HaVip;

test("fields that are null or missing are the empty texts of an unbound HAVIP", () => {
  const havip = wholeHavip(row({ HaVipId: "havip-1a2b3c4d", InstanceId: null, Vip: "10.0.0.100" }));
  expect(havip).toMatchObject({ HaVipId: "havip-1a2b3c4d", Vip: "10.0.0.100" });
  expect(havip).toMatchObject({ InstanceId: "", NetworkInterfaceId: "", AddressIp: "", State: "" });
});

test("optional fields that are null are left out, and unknown ones stay", () => {
  const havip = wholeHavip(row({ FlushedTime: null, TagSet: null, CheckAssociate: false, Future: "x" }));
  expect(havip).toMatchObject({ CheckAssociate: false, Future: "x" });
  expect(havip).not.toHaveProperty("FlushedTime");
  expect(havip).not.toHaveProperty("TagSet");
});

test("no set means no HAVIPs", () => {
  expect(havipsIn({ TotalCount: 0, HaVipSet: null } as unknown as Response<"DescribeHaVips">)).toEqual([]);
});

test("a row that is null is none", () => {
  const response = { TotalCount: 1, HaVipSet: [null, { HaVipId: "havip-1a2b3c4d" }] };
  expect(havipsIn(response as unknown as Response<"DescribeHaVips">)).toMatchObject([{ HaVipId: "havip-1a2b3c4d" }]);
});
