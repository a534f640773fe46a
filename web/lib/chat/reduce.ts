import type { StreamEvent } from "@/lib/stream/event";
import { Draft } from "./draft";
import { placeText } from "./place-text";
import { type Entry, echoId, type Transcript } from "./transcript";

/** Takes a batch of a session's events into its transcript. Pure; repeated events change nothing. */
export function reduce(transcript: Transcript, events: readonly StreamEvent[]): Transcript {
  if (events.length === 0) return transcript;
  const draft = new Draft(transcript);
  for (const event of events) take(draft, event);
  return draft.finish();
}

function take(draft: Draft, event: StreamEvent): void {
  const pos = event.metadata?.pos;
  if (pos !== undefined) {
    if (pos <= draft.pos) return;
    if (draft.pos > 0 && pos > draft.pos + 1) draft.gap = pos;
    if (draft.gap !== undefined) return;
    draft.pos = pos;
  }
  const runId = "runId" in event && event.runId ? event.runId : event.metadata?.run_id;
  if (runId) takeOfRun(draft, event, runId);
  takeOfMessage(draft, event, runId);
}

function takeOfRun(draft: Draft, event: StreamEvent, runId: string): void {
  switch (event.type) {
    case "RUN_STARTED":
      return started(draft, runId);
    case "STEP_STARTED":
      return draft.changeRun(runId, "running", { step: event.stepName, waitingFor: undefined });
    case "STEP_FINISHED":
      if (draft.run(runId)?.step === event.stepName) {
        draft.changeRun(runId, draft.run(runId)?.status ?? "running", { step: undefined });
      }
      return;
    case "RUN_FINISHED":
      draft.changeRun(
        runId,
        event.outcome?.type === "cancelled" ? "cancelled" : "succeeded",
        ENDED,
      );
      return draft.closeRun(runId);
    case "RUN_ERROR": {
      const error = { code: event.code ?? "run_failed", message: event.message };
      draft.changeRun(runId, "failed", { ...ENDED, error });
      return draft.closeRun(runId);
    }
    case "CUSTOM":
      return custom(draft, event.name, event.value, runId);
  }
}

const ENDED = { step: undefined, waitingFor: undefined };

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

function custom(draft: Draft, name: string, value: unknown, runId: string): void {
  const fields =
    typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  if (name === "perdure.waiting") {
    const reason = typeof fields.reason === "string" ? fields.reason : undefined;
    draft.changeRun(runId, "waiting", { waitingFor: reason });
  } else if (name === "perdure.resumed") {
    draft.changeRun(runId, "running", { waitingFor: undefined });
  } else if (name === "perdure.cancelling") {
    draft.changeRun(runId, "cancelling");
  }
}

function takeOfMessage(draft: Draft, event: StreamEvent, runId: string | undefined): void {
  switch (event.type) {
    case "TEXT_MESSAGE_START":
      return opened(draft, event.messageId, runId, event.metadata?.at);
    case "TEXT_MESSAGE_CONTENT": {
      opened(draft, event.messageId, runId, event.metadata?.at);
      const entry = draft.entry(event.messageId);
      if (!entry) return;
      const offset = event.metadata?.offset ?? entry.text.length;
      return draft.putEntry(placeText(entry, { offset, text: event.delta }));
    }
    case "TEXT_MESSAGE_END":
      return draft.changeEntry(event.messageId, { open: false });
    case "TOOL_CALL_START":
      return called(draft, event, runId);
    case "TOOL_CALL_ARGS": {
      const call = draft.call(event.toolCallId);
      if (call?.status === "planned") {
        draft.changeCall(call.id, { args: call.args + event.delta });
      }
      return;
    }
    case "TOOL_CALL_END":
      if (draft.call(event.toolCallId)?.status === "planned") {
        draft.changeCall(event.toolCallId, { status: "running" });
      }
      return;
    case "TOOL_CALL_RESULT":
      return draft.changeCall(event.toolCallId, {
        result: typeof event.content === "string" ? event.content : JSON.stringify(event.content),
        status: event.metadata?.error ? "failed" : "done",
      });
    case "CUSTOM":
      if (event.name === "perdure.message_reset" && isReset(event.value)) {
        draft.voidEntry(event.value.messageId);
      }
  }
}

function isReset(value: unknown): value is { messageId: string } {
  return typeof (value as { messageId?: unknown } | null)?.messageId === "string";
}

/** A reader that joins inside an open message may see its text before, or without, its start. */
function opened(draft: Draft, id: string, runId: string | undefined, at: string | undefined): void {
  if (draft.entry(id) || draft.isVoid(id)) return;
  draft.putEntry({ ...blankAnswer(id, runId, at), open: true });
}

function blankAnswer(id: string, runId: string | undefined, at: string | undefined): Entry {
  return {
    id,
    role: "assistant",
    runId,
    text: "",
    early: [],
    open: false,
    settled: true,
    callIds: [],
    at,
  };
}

function called(
  draft: Draft,
  event: Extract<StreamEvent, { type: "TOOL_CALL_START" }>,
  runId: string | undefined,
): void {
  const { toolCallId: id, toolCallName: name } = event;
  if (draft.call(id)) return;
  const parent = event.parentMessageId ?? `calls:${event.metadata?.step_id ?? id}`;
  if (draft.isVoid(parent)) return;
  const at = event.metadata?.at;
  const entry = draft.entry(parent) ?? blankAnswer(parent, runId, at);
  draft.putEntry({ ...entry, callIds: [...entry.callIds, id] });
  draft.putCall({
    id,
    name,
    args: "",
    result: undefined,
    status: "planned",
  });
}
