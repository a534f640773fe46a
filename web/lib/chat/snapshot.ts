import {
  type ContentPart,
  type Interrupt,
  isTerminal,
  type Message,
  type Run,
  type RunStatus,
} from "@/lib/api/types";
import { Draft } from "./draft";
import {
  blankEntry,
  type Entry,
  echoId,
  steerId,
  type ToolCall,
  type Transcript,
} from "./transcript";

/** Takes the stored transcript in. What the stream brought beyond it stays, behind it. */
export function mergeMessages(transcript: Transcript, messages: readonly Message[]): Transcript {
  const draft = new Draft(transcript);
  const sorted = [...messages].sort((a, b) => a.seq - b.seq);
  for (const message of sorted) {
    if (message.role === "tool") mergeResults(draft, message);
    else mergeMessage(draft, message, message.role);
  }
  draft.leadWith(sorted.filter((message) => message.role !== "tool").map((message) => message.id));
  return draft.finish();
}

/** Takes runs in, oldest last as the API lists them, with the inputs that still wait. */
export function mergeRuns(transcript: Transcript, newestFirst: readonly Run[]): Transcript {
  const draft = new Draft(transcript);
  const runs = [...newestFirst].reverse();
  for (const run of runs) mergeRun(draft, run);
  draft.orderRuns(runs.filter((run) => !run.parent_run_id).map((run) => run.id));
  return draft.finish();
}

/** Takes in what runs wait for, or waited for. What is settled is never open again. */
export function mergeInterrupts(
  transcript: Transcript,
  interrupts: readonly Interrupt[],
): Transcript {
  const draft = new Draft(transcript);
  for (const interrupt of interrupts) {
    const known = draft.interrupt(interrupt.id);
    const late = known && known.status !== "open" && interrupt.status === "open";
    if (!late) draft.putInterrupt(interrupt);
  }
  return draft.finish();
}

/** Shows an input given to a run under way, until the run takes it in. */
export function addSteer(
  transcript: Transcript,
  steer: { runId: string; key: string; text: string },
): Transcript {
  const draft = new Draft(transcript);
  const { runId, text } = steer;
  const entry = { ...blankEntry(steerId(steer.key), "user"), runId, text, settled: false };
  const done = Object.values(transcript.entries).some(
    (known) => known.role === "user" && known.runId === runId && known.text === text,
  );
  if (!done) draft.putEntry(entry);
  return draft.finish();
}

/** Shows an input at once, before the server's transcript has it. */
export function addInput(
  transcript: Transcript,
  run: { id: string; status: RunStatus; queuedFor?: Run["queued_for"]; text: string },
): Transcript {
  const draft = new Draft(transcript);
  if (!draft.run(run.id)) draft.changeRun(run.id, run.status, { queuedFor: run.queuedFor });
  putEcho(draft, run.id, draft.run(run.id)?.status ?? run.status, run.text, undefined);
  return draft.finish();
}

/** The stream is ahead of an answer that was on its way, but for how a run ended. */
function mergeRun(draft: Draft, run: Run): void {
  if (run.parent_run_id) draft.setSub(run.id, { parentRunId: run.parent_run_id });
  const known = draft.run(run.id);
  const ended = isTerminal(run.status);
  const early = !known || known.status === "queued" || known.status === "starting";
  if (early || ended) {
    const waitingFor = run.waiting_for ?? undefined;
    const { queued_for: queuedFor, error = undefined } = run;
    draft.changeRun(run.id, run.status, { waitingFor, queuedFor, error });
  }
  if (ended) draft.closeRun(run.id);
  else if (!run.parent_run_id && !run.retry_of)
    putEcho(draft, run.id, run.status, textOf(run.input), run.created_at);
}

function putEcho(
  draft: Draft,
  runId: string,
  status: RunStatus,
  text: string,
  at: string | undefined,
): void {
  if (draft.hasInputOf(runId)) return;
  draft.putEntry({
    ...blankEntry(echoId(runId), "user"),
    runId,
    text,
    settled: status !== "queued",
    at,
  });
  draft.setMissingInput(runId, false);
}

function mergeMessage(draft: Draft, message: Message, role: Entry["role"]): void {
  const runId = message.run_id ?? undefined;
  if (role === "user" && runId) {
    draft.removeEntry(echoId(runId));
    draft.setMissingInput(runId, false);
  }
  const callIds: string[] = [];
  for (const part of message.content) {
    if (part.type !== "tool_call") continue;
    callIds.push(part.id);
    mergeCall(draft, part.id, part.name, part.arguments);
  }
  const entry = { ...blankEntry(message.id, role), runId, callIds, at: message.created_at };
  draft.putEntry({ ...entry, text: textOf(message.content) });
}

function mergeCall(draft: Draft, id: string, name: string, args: string): void {
  const known = draft.call(id);
  const fresh: ToolCall = {
    id,
    name,
    args,
    result: undefined,
    status: "running",
  };
  const status = known && known.status !== "planned" ? known.status : "running";
  draft.putCall(known ? { ...known, name, args, status } : fresh);
}

function mergeResults(draft: Draft, message: Message): void {
  for (const part of message.content) {
    if (part.type !== "tool_result") continue;
    draft.changeCall(part.tool_call_id, {
      result: part.content,
      status: part.error ? "failed" : "done",
    });
  }
}

/** The text parts, joined. */
export function textOf(parts: readonly ContentPart[]): string {
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}
