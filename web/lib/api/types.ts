import type { components } from "./schema";

type Schemas = components["schemas"];

export type Agent = Schemas["Agent"];
export type Message = Schemas["Message"];
export type ContentPart = Schemas["ContentPart"];
export type Run = Schemas["Run"];
export type RunStatus = Schemas["RunStatus"];
export type RunError = Schemas["RunError"];
export type Session = Schemas["Session"];
export type Step = Schemas["Step"];
export type LogEntry = Schemas["LogEntry"];

export const RUN_STATUSES: readonly RunStatus[] = [
  "queued",
  "starting",
  "running",
  "waiting",
  "paused",
  "cancelling",
  "succeeded",
  "failed",
  "cancelled",
  "expired",
];

/** Whether a run in this status has ended for good. */
export function isTerminal(status: RunStatus): boolean {
  return (
    status === "succeeded" || status === "failed" || status === "cancelled" || status === "expired"
  );
}

/** Whether a run in this status has the session's floor. */
export function isActive(status: RunStatus): boolean {
  return !isTerminal(status) && status !== "queued";
}
