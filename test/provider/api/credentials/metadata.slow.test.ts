import { createMetadata } from "../../../../provider/api/credentials/metadata";
import { createSend } from "../../../../provider/api/send";
import { open } from "../support/client";
import { nameServer } from "../support/name-server";

const NOWHERE = { endpoint: "", domain: "", protocol: "" };

test("a machine that is not in the cloud loses a moment, once for many who look", async () => {
  const names = await nameServer(undefined);
  const metadata = createMetadata(createSend(), Date.now, {
    url: "http://metadata.example",
    resolver: names.resolver,
  });
  const began = performance.now();
  const found = await Promise.all([1, 2, 3].map(() => metadata.nearby(NOWHERE, open)));
  expect([...found, await metadata.nearby(NOWHERE, open)]).toEqual(
    Array(4).fill("the name metadata.example is not resolved"),
  );
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(names.asked()).toBe(1);
  names.close();
});
