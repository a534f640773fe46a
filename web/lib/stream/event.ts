import type { AGUIEvent, EventType } from "@ag-ui/core";

/** What Perdure adds to an AG-UI event. A text delta has an `offset` and no `pos`. */
export interface EventMetadata {
  pos?: number;
  step_id?: string;
  fence?: number;
  at?: string;
  run_id?: string;
  /** Where a text delta begins in its message, in UTF-16 units. */
  offset?: number;
  /** Whether a tool result tells of a failure. */
  error?: boolean;
}

type OnTheWire<E> = E extends { type: infer T extends EventType }
  ? Omit<E, "type" | "metadata"> & { type: `${T}`; metadata?: EventMetadata }
  : never;

/** An AG-UI event as it arrives: parsed JSON, its type a plain string. */
export type StreamEvent = OnTheWire<AGUIEvent>;

/** Reads one SSE `data:`; undefined when it is not an event we can take. */
export function parseEvent(data: string): StreamEvent | undefined {
  try {
    const value: unknown = JSON.parse(data);
    const known = typeof value === "object" && value !== null && "type" in value;
    return known ? (value as StreamEvent) : undefined;
  } catch {
    return undefined;
  }
}
