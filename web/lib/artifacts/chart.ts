import { type Cell, cell, parsed } from "./table";

/** A chart as tools keep it: `application/vnd.perdure.chart+json`. */
export const CHART = "application/vnd.perdure.chart+json";

const TYPES = ["bar", "line", "area", "pie", "scatter"] as const;

export interface Chart {
  readonly type: (typeof TYPES)[number];
  readonly title: string;
  /** The field along the axis, or the name of a slice. */
  readonly x: string;
  /** The fields that are drawn, one series each. */
  readonly y: readonly string[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

/** Reads a chart; undefined when it is none that can be drawn. */
export function readChart(text: string): Chart | undefined {
  const json = parsed(text) as Record<string, unknown> | undefined;
  const type = TYPES.find((known) => known === json?.type);
  const y = typeof json?.y === "string" ? [json.y] : json?.y;
  if (!json || !type || typeof json.x !== "string" || !isTexts(y) || !Array.isArray(json.rows)) {
    return undefined;
  }
  const x = json.x;
  const fields = [x, ...y];
  const rows = json.rows
    .filter((row): row is Record<string, unknown> => typeof row === "object" && row !== null)
    .map((row) => Object.fromEntries(fields.map((name) => [name, drawn(row[name], name === x)])));
  return { type, title: typeof json.title === "string" ? json.title : "", x, y, rows };
}

/** Large numbers and decimals come as texts; on the axis of values they are numbers. */
function drawn(value: unknown, label: boolean): Cell {
  const plain = cell(value);
  if (label || typeof plain !== "string" || plain.trim() === "") return plain;
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((y) => typeof y === "string");
}
