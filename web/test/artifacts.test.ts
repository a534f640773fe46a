import { describe, expect, it } from "vitest";
import { readChart } from "@/lib/artifacts/chart";
import { readTable } from "@/lib/artifacts/table";

describe("readTable", () => {
  it("reads columns with and without types, and shows what is no plain value as JSON", () => {
    const text = JSON.stringify({
      columns: [{ name: "city", type: "VARCHAR" }, "tags"],
      rows: [["Ulm", ["a", 1]], [null, true], "no row"],
    });
    expect(readTable(text)).toEqual({
      columns: ["city", "tags"],
      rows: [
        ["Ulm", '["a",1]'],
        [null, true],
      ],
    });
  });

  it("says when it is none", () => {
    for (const text of ["", "{", "[]", '{"columns":1}', '{"columns":[]}', "null"]) {
      expect(readTable(text)).toBeUndefined();
    }
  });
});

describe("readChart", () => {
  const chart = { type: "bar", title: "Sales", x: "month", y: ["sum"], rows: [] as unknown[] };

  it("takes the fields it draws, texts of numbers as numbers", () => {
    const rows = [{ month: "2026-01", sum: "12.50", more: 1 }, { month: "2026-02", sum: "n/a" }, 7];
    expect(readChart(JSON.stringify({ ...chart, rows }))).toEqual({
      ...chart,
      rows: [
        { month: "2026-01", sum: 12.5 },
        { month: "2026-02", sum: null },
      ],
    });
  });

  it("takes one series without a list", () => {
    expect(readChart(JSON.stringify({ ...chart, y: "sum" }))?.y).toEqual(["sum"]);
  });

  it("says when it can't be drawn", () => {
    for (const wrong of [{ type: "radar" }, { x: 1 }, { y: [] }, { y: [1] }, { rows: {} }]) {
      expect(readChart(JSON.stringify({ ...chart, ...wrong }))).toBeUndefined();
    }
    expect(readChart("nothing")).toBeUndefined();
  });
});
