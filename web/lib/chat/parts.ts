import type { Interrupt } from "@/lib/api/types";
import type { Entry, Note, RunView, Transcript } from "./transcript";

/** One thing in a conversation, in its place. */
export type Item =
  | { kind: "entry"; id: string; entry: Entry }
  | { kind: "interrupt"; id: string; interrupt: Interrupt }
  | { kind: "note"; id: string; note: Note };

/** What one run brought to a conversation. */
export interface Part {
  key: string;
  run: RunView | undefined;
  items: readonly Item[];
  /** Whether it is writing now. */
  writing: boolean;
}

/** The conversation by the runs that people started; a run that said nothing yet has a part too. */
export function partsOf(transcript: Transcript): Part[] {
  const { order, entries, runs, runOrder } = transcript;
  const groups: { runId: string | undefined; entries: Entry[] }[] = [];
  for (const id of order) {
    const entry = entries[id];
    if (!entry || runs[entry.runId ?? ""]?.sub) continue;
    const last = groups.at(-1);
    const same = last && last.runId === entry.runId && entry.runId;
    if (same) last.entries.push(entry);
    else groups.push({ runId: entry.runId, entries: [entry] });
  }
  const shown = new Set(groups.map((group) => group.runId));
  for (const runId of runOrder) {
    if (!shown.has(runId) && runs[runId]?.status !== "queued") groups.push({ runId, entries: [] });
  }
  const last = new Map(groups.map((group, index) => [group.runId, index]));
  return groups.map((group, index) =>
    part(transcript, group.runId, group.entries, last.get(group.runId) === index),
  );
}

/** What a sub-agent's run brought. */
export function partOf(transcript: Transcript, runId: string): Part {
  const { order, entries } = transcript;
  const own = order.flatMap((id) => {
    const entry = entries[id];
    return entry?.runId === runId ? [entry] : [];
  });
  return part(transcript, runId, own, true);
}

/** The sub-agents' runs right below a run, oldest first. */
export function below(transcript: Transcript, runId: string): RunView[] {
  return Object.values(transcript.runs).filter((run) => run.sub?.parentRunId === runId);
}

/** What the runs below this one, however deep, wait for now. */
export function openBelow(transcript: Transcript, runId: string): Interrupt[] {
  const own = Object.values(transcript.interrupts).filter(
    (one) => one.run_id === runId && one.status === "open",
  );
  return own.concat(below(transcript, runId).flatMap((run) => openBelow(transcript, run.id)));
}

function part(
  transcript: Transcript,
  runId: string | undefined,
  all: readonly Entry[],
  withAsides: boolean,
): Part {
  const messages = all.filter((entry) => entry.role !== "thought");
  const asides = all.filter((entry) => entry.role === "thought").map(itemOf);
  if (withAsides && runId) asides.push(...asidesOf(transcript, runId));
  const own = runId && withAsides;
  return {
    // By the run: messages get other ids when they are kept, and what a person opened must stay so.
    key: own ? `run:${runId}` : (all[0]?.id ?? `run:${runId}`),
    run: own ? transcript.runs[runId] : undefined,
    items: placed(messages.map(itemOf), asides),
    writing: all.some((entry) => entry.open),
  };
}

function itemOf(entry: Entry): Item {
  return { kind: "entry", id: entry.id, entry };
}

function asidesOf({ interrupts, notes }: Transcript, runId: string): Item[] {
  const waits = Object.values(interrupts).filter((one) => one.run_id === runId);
  const told = Object.values(notes).filter((one) => one.runId === runId);
  return [
    ...waits.map((interrupt): Item => ({ kind: "interrupt", id: interrupt.id, interrupt })),
    ...told.map((note): Item => ({ kind: "note", id: note.id, note })),
  ];
}

/**
 * Puts what is no message after the last message that is older than it, by the server's stamps.
 * What is open stands last.
 */
function placed(messages: readonly Item[], asides: readonly Item[]): Item[] {
  const timed = [...asides].sort((a, b) => timeOf(a) - timeOf(b));
  const items: Item[] = [];
  let next = 0;
  messages.forEach((message, index) => {
    const input = index === 0 && isInput(message);
    const time = timeOf(message);
    while (!input && next < timed.length && timeOf(timed[next] as Item) < time) {
      items.push(timed[next++] as Item);
    }
    items.push(message);
  });
  return [...items, ...timed.slice(next)];
}

function isInput(item: Item): boolean {
  return item.kind === "entry" && item.entry.role === "user";
}

/** When it came; what has no stamp is being made now. */
function timeOf(item: Item): number {
  if (item.kind === "interrupt") {
    const { status, created_at: at } = item.interrupt;
    return status === "open" ? Number.POSITIVE_INFINITY : Date.parse(at);
  }
  const at = item.kind === "entry" ? item.entry.at : item.note.at;
  return at ? Date.parse(at) : Number.POSITIVE_INFINITY;
}
