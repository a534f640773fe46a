import type { Interrupt, Run, RunError, RunStatus } from "@/lib/api/types";
import type { LiveOutput } from "./tool-output";

/** One call of a tool, as a card shows it. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly args: string;
  readonly result: string | undefined;
  /** `planned` while its arguments arrive; `stopped` when its run ended before a result. */
  readonly status: "planned" | "running" | "done" | "failed" | "stopped";
  /** What it shows while it runs. */
  readonly shown?: LiveOutput | undefined;
}

/** One message of the transcript, or what the model thought before one. Tool results are not entries: they belong to their calls. */
export interface Entry {
  readonly id: string;
  readonly role: "user" | "assistant" | "system" | "thought";
  readonly runId: string | undefined;
  readonly text: string;
  /** Text that came before the piece in front of it, by offset. Normally empty. */
  readonly early: readonly Piece[];
  /** Whether text still arrives. */
  readonly open: boolean;
  /** Whether the server has it in the transcript; false for an input that waits for its run. */
  readonly settled: boolean;
  readonly callIds: readonly string[];
  readonly at: string | undefined;
}

export interface Piece {
  readonly offset: number;
  readonly text: string;
}

/** Something that happened in a run besides its messages, told in one line. */
export interface Note {
  readonly id: string;
  readonly runId: string;
  readonly kind: "degraded" | "artifact" | "effect" | "topped_up";
  readonly value: Readonly<Record<string, unknown>>;
  readonly at: string | undefined;
}

/** Where a run stands below another that delegated to it. */
export interface SubAgent {
  /** The run above it; unknown when its beginning was not heard. */
  readonly parentRunId: string | undefined;
  /** Its name in the configuration of the agent above it. */
  readonly name: string | undefined;
  /** The call that it answers. */
  readonly callId: string | undefined;
}

/** What the chat knows of a run. */
export interface RunView {
  readonly id: string;
  readonly status: RunStatus;
  readonly waitingFor: string | undefined;
  /** Present while it is queued. */
  readonly queuedFor: Run["queued_for"];
  readonly error: RunError | undefined;
  /** The orchestrator's state, such as THINK, while it runs. */
  readonly step: string | undefined;
  /** Present for a sub-agent's run. */
  readonly sub: SubAgent | undefined;
}

/** A session as the chat shows it. A value: every change makes a new one and shares the rest. */
export interface Transcript {
  /** The last position taken in; 0 before the first. */
  readonly pos: number;
  /** The position that came where another was due. Nothing is taken in until it is cleared. */
  readonly gap: number | undefined;
  readonly order: readonly string[];
  readonly entries: Readonly<Record<string, Entry>>;
  readonly calls: Readonly<Record<string, ToolCall>>;
  /** The runs that people started, oldest first; sub-agents are in `runs` only. */
  readonly runOrder: readonly string[];
  readonly runs: Readonly<Record<string, RunView>>;
  /** What runs wait for, or waited for. */
  readonly interrupts: Readonly<Record<string, Interrupt>>;
  readonly notes: Readonly<Record<string, Note>>;
  /** Messages declared void; their late pieces are dropped. */
  readonly voided: ReadonlySet<string>;
  /** Runs whose input is not here yet. */
  readonly missingInputs: ReadonlySet<string>;
}

/** A session of which nothing is known yet. */
export function emptyTranscript(pos = 0): Transcript {
  return {
    pos,
    gap: undefined,
    order: [],
    entries: {},
    calls: {},
    runOrder: [],
    runs: {},
    interrupts: {},
    notes: {},
    voided: new Set(),
    missingInputs: new Set(),
  };
}

/** The id of the entry that stands for a run's input until the transcript has it. */
export function echoId(runId: string): string {
  return `input:${runId}`;
}

/** The id of the entry that stands for an input given to a run under way until it is taken in. */
export function steerId(key: string): string {
  return `steer:${key}`;
}

/** Whether the entry is an input that its run has not taken in yet. */
export function isSteer(id: string): boolean {
  return id.startsWith("steer:");
}

/** Whether a run is queued because of its organization's quota. */
export function isHeld(transcript: Transcript, runId: string | undefined): boolean {
  const run = runId === undefined ? undefined : transcript.runs[runId];
  return run?.status === "queued" && run.queuedFor === "quota";
}

/** An entry with nothing in it. */
export function blankEntry(id: string, role: Entry["role"]): Entry {
  const nothing = { runId: undefined, text: "", early: [], callIds: [], at: undefined };
  return { id, role, open: false, settled: true, ...nothing };
}
