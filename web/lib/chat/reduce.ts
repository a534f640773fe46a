import type { StreamEvent } from "@/lib/stream/event";
import { Draft } from "./draft";
import { placeText } from "./place-text";
import { takeOfRun } from "./reduce-run";
import { addPiece, isPiece } from "./tool-output";
import { blankEntry, type Entry, type Transcript } from "./transcript";

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
  const below = subAgentOf(event);
  const runId = below ?? ("runId" in event && event.runId ? event.runId : event.metadata?.run_id);
  if (below && !draft.run(below)?.sub) draft.setSub(below, {});
  if (runId) takeOfRun(draft, event, runId);
  takeOfMessage(draft, event, runId);
}

/** The sub-agent's run that an event is of. */
function subAgentOf(event: StreamEvent): string | undefined {
  return "subagentRunId" in event && event.subagentRunId ? event.subagentRunId : undefined;
}

function takeOfMessage(draft: Draft, event: StreamEvent, runId: string | undefined): void {
  switch (event.type) {
    case "TEXT_MESSAGE_START":
      return opened(draft, "assistant", event.messageId, runId, event.metadata?.at);
    case "REASONING_START":
      return opened(draft, "thought", event.messageId, runId, event.metadata?.at);
    case "TEXT_MESSAGE_CONTENT":
      return written(draft, "assistant", event, runId);
    case "REASONING_MESSAGE_CONTENT":
      return written(draft, "thought", event, runId);
    case "TEXT_MESSAGE_END":
    case "REASONING_END":
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
        shown: undefined,
      });
    case "CUSTOM":
      if (event.name === "perdure.message_reset" && isReset(event.value)) {
        draft.voidEntry(event.value.messageId);
      } else if (event.name === "perdure.tool_output" && isPiece(event.value)) {
        const call = draft.call(event.value.toolCallId);
        if (call?.result === undefined && call) {
          const shown = addPiece(call.shown, event.value, event.metadata?.fence ?? 0);
          draft.changeCall(call.id, { shown });
        }
      }
  }
}

function isReset(value: unknown): value is { messageId: string } {
  return typeof (value as { messageId?: unknown } | null)?.messageId === "string";
}

function written(
  draft: Draft,
  role: Entry["role"],
  event: Extract<StreamEvent, { type: "TEXT_MESSAGE_CONTENT" | "REASONING_MESSAGE_CONTENT" }>,
  runId: string | undefined,
): void {
  opened(draft, role, event.messageId, runId, event.metadata?.at);
  const entry = draft.entry(event.messageId);
  if (!entry) return;
  const offset = event.metadata?.offset ?? entry.text.length;
  draft.putEntry(placeText(entry, { offset, text: event.delta }));
}

/** A reader that joins inside an open message may see its text before, or without, its start. */
function opened(
  draft: Draft,
  role: Entry["role"],
  id: string,
  runId: string | undefined,
  at: string | undefined,
): void {
  if (draft.entry(id) || draft.isVoid(id)) return;
  draft.putEntry({ ...blankEntry(id, role), runId, at, open: true });
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
  const entry = draft.entry(parent) ?? { ...blankEntry(parent, "assistant"), runId, at };
  draft.putEntry({ ...entry, callIds: [...entry.callIds, id] });
  draft.putCall({
    id,
    name,
    args: "",
    result: undefined,
    status: "planned",
  });
}
