import type { Interrupt } from "@/lib/api/types";
import type { StreamEvent } from "@/lib/stream/event";
import type { Draft } from "./draft";
import { fieldsOf, readInterrupt, textIn } from "./interrupt-event";
import { blankEntry, echoId, type Note } from "./transcript";

const ENDED = { step: undefined, waitingFor: undefined };

/** Takes in what an event tells of its run. */
export function takeOfRun(draft: Draft, event: StreamEvent, runId: string): void {
  switch (event.type) {
    case "RUN_STARTED":
      return started(draft, runId);
    case "STEP_STARTED":
      return goesOn(draft, runId, event.stepName);
    case "STEP_FINISHED":
      if (draft.run(runId)?.step === event.stepName) {
        draft.changeRun(runId, draft.run(runId)?.status ?? "running", { step: undefined });
      }
      return;
    case "RUN_FINISHED":
      return ended(draft, runId, event.outcome?.type === "cancelled");
    case "RUN_ERROR":
      return failed(draft, runId, event.message, event.code);
    case "SUBAGENT_STARTED":
      return delegated(draft, runId, event);
    case "SUBAGENT_FINISHED":
      return ended(draft, runId, fieldsOf(event.result).cancelled === true);
    case "SUBAGENT_ERROR":
      return failed(draft, runId, event.message, event.code);
    case "CUSTOM":
      return custom(draft, event, runId);
  }
}

function started(draft: Draft, runId: string): void {
  draft.changeRun(runId, "running");
  const echo = echoId(runId);
  if (draft.entry(echo)) {
    draft.changeEntry(echo, { settled: true });
    draft.moveToEnd(echo);
  } else if (!draft.hasInputOf(runId)) {
    draft.setMissingInput(runId, true);
  }
}

function delegated(
  draft: Draft,
  runId: string,
  event: Extract<StreamEvent, { type: "SUBAGENT_STARTED" }>,
): void {
  const { name, parentToolCallId: callId, parentSubagentRunId: above } = event;
  const parentRunId = above ?? draft.runOfCall(callId) ?? draft.newestRun();
  draft.setSub(runId, { parentRunId, name, callId });
  draft.changeRun(runId, "running");
}

function ended(draft: Draft, runId: string, cancelled: boolean): void {
  draft.changeRun(runId, cancelled ? "cancelled" : "succeeded", ENDED);
  draft.closeRun(runId);
}

function failed(draft: Draft, runId: string, message: string, code: string | undefined): void {
  const error = { code: code ?? "run_failed", message };
  draft.changeRun(runId, code === "run_expired" ? "expired" : "failed", { ...ENDED, error });
  draft.closeRun(runId);
}

/** Running, unless something else holds it: a pause, a stop, or what it still waits for. */
function goesOn(draft: Draft, runId: string, step?: string): void {
  const status = draft.run(runId)?.status;
  const change = step === undefined ? {} : { step };
  if (status === "paused" || status === "cancelling") return draft.changeRun(runId, status, change);
  const waits = draft.openInterrupts(runId)[0];
  draft.changeRun(runId, waits ? "waiting" : "running", { ...change, waitingFor: waits?.reason });
}

type CustomEvent = Extract<StreamEvent, { type: "CUSTOM" }>;

const NOTES: Record<string, Note["kind"]> = {
  "perdure.degraded": "degraded",
  "perdure.artifact": "artifact",
  "perdure.effect": "effect",
  "perdure.topped_up": "topped_up",
};

function custom(draft: Draft, event: CustomEvent, runId: string): void {
  const fields = fieldsOf(event.value);
  const at = event.metadata?.at ?? "";
  switch (event.name) {
    case "perdure.waiting":
      return waiting(draft, fields, runId, at);
    case "perdure.resumed":
      return resumed(draft, fields, runId, at);
    case "perdure.reminder":
      return reminded(draft, fields, at);
    case "perdure.paused":
      return draft.changeRun(runId, "paused", { waitingFor: undefined });
    case "perdure.cancelling":
      draft.voidInterrupts(runId);
      return draft.changeRun(runId, "cancelling", { waitingFor: undefined });
    case "perdure.steered":
      return steered(draft, fields, runId, at);
  }
  const kind = NOTES[event.name];
  if (!kind) return;
  const id = `note:${event.metadata?.pos ?? event.name}`;
  draft.putNote({ id, runId, kind, value: fields, at: event.metadata?.at });
}

function waiting(draft: Draft, fields: Record<string, unknown>, runId: string, at: string): void {
  const told = Array.isArray(fields.interrupts) ? fields.interrupts : [];
  for (const one of told) {
    const interrupt = readInterrupt(one, runId, at);
    // What is known is never opened again: this may be a replay.
    if (interrupt && !draft.interrupt(interrupt.id)) draft.putInterrupt(interrupt);
  }
  if (told.length > 0) return goesOn(draft, runId);
  draft.changeRun(runId, "waiting", { waitingFor: textIn(fields, "reason") });
}

function resumed(draft: Draft, fields: Record<string, unknown>, runId: string, at: string): void {
  const settled = draft.interrupt(textIn(fields, "interruptId") ?? "");
  if (settled?.status === "open") draft.putInterrupt(settledBy(settled, fields.settlement, at));
  if (fields.interruptId === undefined && draft.run(runId)?.status === "paused") {
    draft.changeRun(runId, "running");
  }
  goesOn(draft, runId);
}

function settledBy(interrupt: Interrupt, settlement: unknown, at: string): Interrupt {
  const words = fieldsOf(settlement);
  const status = words.deadline === undefined ? "settled" : "expired";
  return { ...interrupt, status, settlement: words, settled_at: at };
}

function reminded(draft: Draft, fields: Record<string, unknown>, at: string): void {
  const known = draft.interrupt(textIn(fields, "id") ?? "");
  if (known) draft.putInterrupt({ ...known, reminded_at: at });
}

function steered(draft: Draft, fields: Record<string, unknown>, runId: string, at: string): void {
  const text = textIn(fields, "text") ?? "";
  const id = textIn(fields, "messageId");
  draft.takeSteer(runId, text);
  if (id && !draft.entry(id)) draft.putEntry({ ...blankEntry(id, "user"), runId, text, at });
}
