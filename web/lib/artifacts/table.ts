/** A table as tools keep it: `application/vnd.perdure.table+json`. */
export const TABLE = "application/vnd.perdure.table+json";

export type Cell = string | number | boolean | null;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Reads a table; undefined when it is none. What is no plain value is shown as JSON. */
export function readTable(text: string): Table | undefined {
  const json = parsed(text) as { columns?: unknown; rows?: unknown } | undefined;
  if (!Array.isArray(json?.columns) || !Array.isArray(json.rows)) return undefined;
  const columns = json.columns.map(nameOf);
  const rows = json.rows.filter(Array.isArray).map((row) => row.map(cell));
  return { columns, rows };
}

export function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

export function cell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  return JSON.stringify(value);
}

function nameOf(column: unknown): string {
  const name = (column as { name?: unknown } | null)?.name;
  return typeof name === "string" ? name : String(column);
}
