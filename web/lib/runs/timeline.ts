import type { Interrupt, Step } from "@/lib/api/types";

/** One bar. */
export type TimelineRow = { kind: "step"; step: Step } | { kind: "wait"; wait: Interrupt };

/** From when to when, in milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** Steps in their order; each wait after the last step that began before it. */
export function timelineOf(steps: readonly Step[], waits: readonly Interrupt[]): TimelineRow[] {
  const rows: TimelineRow[] = steps.map((step) => ({ kind: "step", step }));
  const sorted = [...waits].sort((a, b) => a.created_at.localeCompare(b.created_at));
  for (const wait of sorted) {
    const at = Date.parse(wait.created_at);
    const before = (row: TimelineRow) =>
      row.kind === "wait" || (row.step.started_at && Date.parse(row.step.started_at) <= at);
    rows.splice(rows.findLastIndex(before) + 1, 0, { kind: "wait", wait });
  }
  return rows;
}

/** The time that all of it took; undefined before anything began. */
export function spanOf(steps: readonly Step[], waits: readonly Interrupt[]): Span | undefined {
  const stamps = [
    ...steps.flatMap((step) => [step.started_at, step.ended_at]),
    ...waits.flatMap((wait) => [wait.created_at, wait.settled_at]),
  ];
  const times = stamps.flatMap((stamp) => (stamp ? [Date.parse(stamp)] : []));
  if (times.length === 0) return undefined;
  return { from: Math.min(...times), to: Math.max(...times) };
}

/** Where a bar stands in the span; one that has not ended reaches its end. */
export function place(
  started: string,
  ended: string | undefined,
  span: Span,
): { left: string; width: string } {
  const whole = Math.max(1, span.to - span.from);
  const start = Date.parse(started) - span.from;
  const end = (ended ? Date.parse(ended) : span.to) - span.from;
  const left = Math.min(98, (start / whole) * 100);
  return { left: `${left}%`, width: `${Math.max(2, ((end - start) / whole) * 100)}%` };
}

export function iso(time: number): string {
  return new Date(time).toISOString();
}
