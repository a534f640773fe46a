import { type Interrupt, isTerminal, type RunStatus } from "@/lib/api/types";
import {
  type Entry,
  echoId,
  isSteer,
  type Note,
  type RunView,
  type SubAgent,
  type ToolCall,
  type Transcript,
} from "./transcript";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A transcript being changed: containers are copied once for a batch, entries when touched. */
export class Draft {
  private readonly next: Mutable<Transcript>;
  private readonly entries: Record<string, Entry>;
  private readonly calls: Record<string, ToolCall>;
  private readonly runs: Record<string, RunView>;
  private readonly interrupts: Record<string, Interrupt>;
  private readonly notes: Record<string, Note>;
  private readonly order: string[];
  private readonly runOrder: string[];
  private readonly voided: Set<string>;
  private readonly missing: Set<string>;

  constructor(from: Transcript) {
    this.entries = { ...from.entries };
    this.calls = { ...from.calls };
    this.runs = { ...from.runs };
    this.interrupts = { ...from.interrupts };
    this.notes = { ...from.notes };
    this.order = [...from.order];
    this.runOrder = [...from.runOrder];
    this.voided = new Set(from.voided);
    this.missing = new Set(from.missingInputs);
    this.next = {
      ...from,
      entries: this.entries,
      calls: this.calls,
      runs: this.runs,
      interrupts: this.interrupts,
      notes: this.notes,
      order: this.order,
      runOrder: this.runOrder,
      voided: this.voided,
      missingInputs: this.missing,
    };
  }

  get pos(): number {
    return this.next.pos;
  }

  set pos(pos: number) {
    this.next.pos = pos;
  }

  get gap(): number | undefined {
    return this.next.gap;
  }

  set gap(gap: number | undefined) {
    this.next.gap = gap;
  }

  entry(id: string): Entry | undefined {
    return this.entries[id];
  }

  call(id: string): ToolCall | undefined {
    return this.calls[id];
  }

  run(id: string): RunView | undefined {
    return this.runs[id];
  }

  isVoid(id: string): boolean {
    return this.voided.has(id);
  }

  /** Adds an entry at the end, or replaces the one with its id where it stands. */
  putEntry(entry: Entry): void {
    if (!this.entries[entry.id]) this.order.push(entry.id);
    this.entries[entry.id] = entry;
  }

  changeEntry(id: string, change: Partial<Entry>): void {
    const entry = this.entries[id];
    if (entry) this.entries[id] = { ...entry, ...change };
  }

  removeEntry(id: string): void {
    if (!this.entries[id]) return;
    delete this.entries[id];
    this.order.splice(this.order.indexOf(id), 1);
  }

  /** Removes a message for good, with the calls that came with it. */
  voidEntry(id: string): void {
    this.voided.add(id);
    for (const callId of this.entries[id]?.callIds ?? []) delete this.calls[callId];
    this.removeEntry(id);
  }

  moveToEnd(id: string): void {
    if (!this.entries[id]) return;
    this.order.splice(this.order.indexOf(id), 1);
    this.order.push(id);
  }

  /** Puts these first, in this order; the others follow as they stood. */
  leadWith(ids: readonly string[]): void {
    const first = new Set(ids);
    const rest = this.order.filter((id) => !first.has(id));
    this.order.splice(0, this.order.length, ...ids, ...rest);
  }

  putCall(call: ToolCall): void {
    this.calls[call.id] = call;
  }

  changeCall(id: string, change: Partial<ToolCall>): void {
    const call = this.calls[id];
    if (call) this.calls[id] = { ...call, ...change };
  }

  /** A terminal status never changes, whatever arrives late. */
  changeRun(id: string, status: RunStatus, change: Partial<RunView> = {}): void {
    const known = this.runs[id];
    if (known && isTerminal(known.status) && !isTerminal(status)) return;
    const nothing = {
      waitingFor: undefined,
      queuedFor: undefined,
      error: undefined,
      step: undefined,
      sub: undefined,
    };
    const next = { ...(known ?? { id, ...nothing }), ...change, status };
    if (!known && !next.sub) this.runOrder.push(id);
    this.runs[id] = next;
  }

  /** Knows a run as a sub-agent's from now on; what was known of it before stays. */
  setSub(id: string, sub: Partial<SubAgent>): void {
    const known = this.runs[id]?.sub;
    const next: SubAgent = {
      parentRunId: sub.parentRunId ?? known?.parentRunId,
      name: sub.name ?? known?.name,
      callId: sub.callId ?? known?.callId,
    };
    this.changeRun(id, this.runs[id]?.status ?? "starting", { sub: next });
  }

  /** The run whose message made a call. */
  runOfCall(callId: string | undefined): string | undefined {
    if (!callId) return undefined;
    return Object.values(this.entries).find((entry) => entry.callIds.includes(callId))?.runId;
  }

  /** The run that somebody started last. */
  newestRun(): string | undefined {
    return this.runOrder.at(-1);
  }

  interrupt(id: string): Interrupt | undefined {
    return this.interrupts[id];
  }

  putInterrupt(interrupt: Interrupt): void {
    this.interrupts[interrupt.id] = interrupt;
  }

  /** What a run itself waits for, oldest first. */
  openInterrupts(runId: string): Interrupt[] {
    return Object.values(this.interrupts)
      .filter((one) => one.run_id === runId && one.status === "open")
      .sort((a, b) => a.created_at.localeCompare(b.created_at));
  }

  /** Nobody has to settle anything for this run any more. */
  voidInterrupts(runId: string): void {
    for (const one of this.openInterrupts(runId)) this.putInterrupt({ ...one, status: "void" });
  }

  putNote(note: Note): void {
    this.notes[note.id] = note;
  }

  /** Removes the input that waits to be taken in by a run, once it is. */
  takeSteer(runId: string, text: string): void {
    const waits = (id: string) => {
      const entry = this.entries[id];
      return isSteer(id) && entry?.runId === runId && entry.text === text;
    };
    const id = this.order.find(waits);
    if (id) this.removeEntry(id);
  }

  orderRuns(ids: readonly string[]): void {
    const first = new Set(ids);
    const rest = this.runOrder.filter((id) => !first.has(id));
    this.runOrder.splice(0, this.runOrder.length, ...ids, ...rest);
  }

  hasInputOf(runId: string): boolean {
    const isInput = (entry: Entry) => entry.role === "user" && entry.runId === runId;
    return Boolean(this.entries[echoId(runId)]) || Object.values(this.entries).some(isInput);
  }

  setMissingInput(runId: string, missing: boolean): void {
    if (missing) this.missing.add(runId);
    else this.missing.delete(runId);
  }

  /** What a run leaves open when it ends: no text arrives any more, no result either. */
  closeRun(runId: string): void {
    this.voidInterrupts(runId);
    for (const id of [...this.order]) {
      if (isSteer(id) && this.entries[id]?.runId === runId) this.removeEntry(id);
      const entry = this.entries[id];
      if (entry?.runId !== runId) continue;
      if (entry.open) this.changeEntry(id, { open: false });
      for (const callId of entry.callIds) {
        const status = this.calls[callId]?.status;
        if (status === "planned" || status === "running") {
          this.changeCall(callId, { status: "stopped" });
        }
      }
    }
  }

  finish(): Transcript {
    return this.next;
  }
}
