import { getSession, listMessages, listRuns, listSessionInterrupts } from "@/lib/api/calls";
import { type ApiProblem, asProblem } from "@/lib/api/problem";
import type { Interrupt, Message, Run } from "@/lib/api/types";
import type { StreamEvent } from "@/lib/stream/event";
import { EventStream, type StreamState } from "@/lib/stream/event-stream";
import { FrameBatch } from "./frames";
import { reduce } from "./reduce";
import { addInput, addSteer, mergeInterrupts, mergeMessages, mergeRuns } from "./snapshot";
import { emptyTranscript, type Transcript } from "./transcript";

/** What a chat page shows of a session. */
export interface SessionView {
  readonly transcript: Transcript;
  readonly stream: StreamState;
  readonly loaded: boolean;
  readonly problem: ApiProblem | undefined;
}

/**
 * How many events are replayed that the stored transcript has already: thoughts, notes and the work
 * of sub-agents are in events only. Older ones are on the run's page.
 */
const REPLAYED = 400;

/** One open session: the stored transcript, and the stream from the position that belongs to it. */
export class SessionStore {
  private view: SessionView = {
    transcript: emptyTranscript(),
    stream: "connecting",
    loaded: false,
    problem: undefined,
  };
  private readonly listeners = new Set<() => void>();
  private readonly frames = new FrameBatch(() => this.flush());
  private queue: StreamEvent[] = [];
  private stream: EventStream | undefined;
  private lastGap: number | undefined;
  private refreshing = false;
  private stale = false;
  private generation = 0;

  constructor(
    readonly sessionId: string,
    private readonly onRunChange: () => void,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): SessionView => this.view;

  /** Loads the session and follows it until `close`. */
  async open(): Promise<void> {
    const generation = ++this.generation;
    this.change({ problem: undefined });
    try {
      // The position is read before what belongs to it, so that nothing falls between the two;
      // what is in both is taken in once. A server that names no position is replayed from 0.
      const session = await getSession(this.sessionId);
      const stored = await this.stored();
      if (generation !== this.generation) return;
      const known = this.view.transcript.pos;
      const pos = known || Math.max(0, (session.last_pos ?? 0) - REPLAYED);
      const transcript = { ...merge(this.view.transcript, stored), pos };
      this.change({ transcript, loaded: true });
      this.follow(pos);
    } catch (error) {
      if (generation === this.generation) this.change({ problem: asProblem(error) });
    }
  }

  /** Stops following. The transcript stays for the next `open`. */
  close(): void {
    this.generation++;
    this.stream?.stop();
    this.stream = undefined;
  }

  /** Shows a message that was just sent, and looks for its events at once. */
  sent(run: Parameters<typeof addInput>[1]): void {
    this.change({ transcript: addInput(this.view.transcript, run), loaded: true });
    this.stream?.nudge();
  }

  /** Shows an input that was just given to a run under way. */
  steered(steer: { runId: string; key: string; text: string }): void {
    this.change({ transcript: addSteer(this.view.transcript, steer) });
    this.stream?.nudge();
  }

  /** Something was ordered: looks for what came of it. */
  ordered(): void {
    this.stream?.nudge();
    void this.refresh();
  }

  pause(): void {
    this.stream?.pause();
  }

  resume(): void {
    this.stream?.resume();
  }

  nudge(): void {
    this.stream?.nudge();
  }

  private follow(after: number): void {
    const stream: EventStream = new EventStream({
      url: `/v1/sessions/${encodeURIComponent(this.sessionId)}/events`,
      after,
      onEvent: (event) => this.arrived(event),
      onState: (state) => this.stream === stream && this.streamIs(state),
      onRefused: () => this.stream === stream && void this.refresh(),
    });
    this.stream = stream;
    void stream.start();
  }

  private streamIs(state: StreamState): void {
    this.change({ stream: state });
    if (this.stale && (state === "live" || state === "caught_up")) void this.refresh();
  }

  private arrived(event: StreamEvent): void {
    this.queue.push(event);
    this.frames.request();
  }

  private flush(): void {
    const events = this.queue;
    this.queue = [];
    const before = this.view.transcript;
    const transcript = reduce(before, events);
    this.change({ transcript });
    if (transcript.gap !== undefined) this.mend(transcript.gap);
    const ended = events.some((e) => e.type === "RUN_FINISHED" || e.type === "RUN_ERROR");
    if (ended || transcript.missingInputs.size > 0) void this.refresh();
    if (events.some((event) => /^(RUN_|STEP_|SUBAGENT_|CUSTOM)/.test(event.type))) {
      this.onRunChange();
    }
  }

  /** A skipped position is asked for once more; one that is gone for good is passed over. */
  private mend(came: number): void {
    const { transcript } = this.view;
    const pos = this.lastGap === came ? came - 1 : transcript.pos;
    this.lastGap = came;
    this.change({ transcript: { ...transcript, pos, gap: undefined } });
    this.stream?.restart(pos);
  }

  /** Takes the stored transcript in again: inputs of runs begun elsewhere, how runs ended. */
  private async refresh(): Promise<void> {
    this.stale = true;
    if (this.refreshing) return;
    this.refreshing = true;
    try {
      while (this.stale) {
        this.stale = false;
        const stored = await this.stored();
        const transcript = merge(this.view.transcript, stored);
        this.change({ transcript: { ...transcript, missingInputs: new Set() } });
      }
    } catch (error) {
      const problem = asProblem(error);
      this.stale = problem.passing;
      if (!problem.passing) this.change({ problem });
    } finally {
      this.refreshing = false;
    }
  }

  private async stored(): Promise<Stored> {
    const sessionId = this.sessionId;
    const [messages, runs, interrupts] = await Promise.all([
      listMessages(sessionId),
      listRuns({ sessionId, subAgents: true }),
      listSessionInterrupts(sessionId),
    ]);
    return { messages, runs: runs.items, interrupts };
  }

  private change(change: Partial<SessionView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }
}

interface Stored {
  messages: Message[];
  runs: Run[];
  interrupts: Interrupt[];
}

/** What is waited for comes first: it says how the runs stand. */
function merge(transcript: Transcript, { messages, runs, interrupts }: Stored): Transcript {
  const waits = mergeInterrupts(mergeMessages(transcript, messages), interrupts);
  return mergeRuns(waits, runs);
}

const stores = new Map<string, SessionStore>();

/** The store of a session; one for as long as the page lives. */
export function sessionStore(sessionId: string, onRunChange: () => void): SessionStore {
  const known = stores.get(sessionId);
  if (known) return known;
  const store = new SessionStore(sessionId, onRunChange);
  stores.set(sessionId, store);
  return store;
}

/** Forgets every session, for the next person who signs in. */
export function forgetSessions(): void {
  for (const store of stores.values()) store.close();
  stores.clear();
}
