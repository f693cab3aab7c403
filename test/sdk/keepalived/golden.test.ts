import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filesOf, GOLDEN } from "./clusters";

const FOLDER = join(__dirname, "../../fixtures/keepalived");

describe("the golden files, which are reviewed like code,", () => {
  it.each(Object.entries(GOLDEN))(
    "hold what is rendered for every member of %s",
    (name, { name: logicalName, args }) => {
      const files = filesOf(logicalName, args);
      for (const [instanceId, file] of Object.entries(files)) {
        expect(file.content).toBe(readFileSync(join(FOLDER, name, `${instanceId}.conf`), "utf8"));
      }
      expect(readdirSync(join(FOLDER, name)).sort()).toEqual(Object.keys(files).map((id) => `${id}.conf`));
    },
  );

  it("are all rendered by a test", () => {
    expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(GOLDEN).sort());
  });

  it("belong to /etc/keepalived/keepalived.conf, readable by root only", () => {
    const [file] = Object.values(filesOf("web", GOLDEN["two-members"].args));
    expect(file).toMatchObject({ path: "/etc/keepalived/keepalived.conf", mode: "0600" });
  });
});
