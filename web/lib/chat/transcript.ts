import type { RunError, RunStatus } from "@/lib/api/types";

/** One call of a tool, as a card shows it. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly args: string;
  readonly result: string | undefined;
  /** `planned` while its arguments arrive; `stopped` when its run ended before a result. */
  readonly status: "planned" | "running" | "done" | "failed" | "stopped";
}

/** One message of the transcript. Tool results are not entries: they belong to their calls. */
export interface Entry {
  readonly id: string;
  readonly role: "user" | "assistant" | "system";
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

/** What the chat knows of a run. */
export interface RunView {
  readonly id: string;
  readonly status: RunStatus;
  readonly waitingFor: string | undefined;
  readonly error: RunError | undefined;
  /** The orchestrator's state, such as THINK, while it runs. */
  readonly step: string | undefined;
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
  readonly runOrder: readonly string[];
  readonly runs: Readonly<Record<string, RunView>>;
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
    voided: new Set(),
    missingInputs: new Set(),
  };
}

/** The id of the entry that stands for a run's input until the transcript has it. */
export function echoId(runId: string): string {
  return `input:${runId}`;
}
