import { inRegion } from "../../../../provider/emulator/actions/lookup";

interface Row {
  Id: string;
  Region: string;
}

const HERE = { region: "ap-guangzhou" };
const table = tableOf(["c", "a", "b"]);

describe("rows of a region", () => {
  it("are answered in the order of creation, whatever the order of the ids, and each once", () => {
    expect(idsOf(inRegion(table, HERE, ["b", "a", "c", "b"]))).toEqual(["c", "a", "b"]);
  });

  it("are all answered where no id is given", () => {
    expect(idsOf(inRegion(table, HERE, []))).toEqual(["c", "a", "b"]);
  });

  it("are not answered under an id that another region has", () => {
    expect(inRegion(table, { region: "ap-shanghai" }, ["a"])).toEqual([]);
  });

  it("are not gone through for one id", () => {
    const walked = new WalkedMap(table);
    expect(idsOf(inRegion(walked, HERE, ["b", "unknown"]))).toEqual(["b"]);
    expect(walked.walks).toBe(0);
    inRegion(walked, HERE);
    expect(walked.walks).toBe(1);
  });
});

/** Counts how often somebody goes through all of it. */
class WalkedMap extends Map<string, Row> {
  walks = 0;

  override values(): MapIterator<Row> {
    this.walks += 1;
    return super.values();
  }

  override [Symbol.iterator](): MapIterator<[string, Row]> {
    this.walks += 1;
    return super[Symbol.iterator]();
  }
}

function tableOf(ids: readonly string[]): Map<string, Row> {
  return new Map(ids.map((Id) => [Id, { Id, Region: HERE.region }]));
}

function idsOf(rows: readonly Row[]): string[] {
  return rows.map((row) => row.Id);
}
