import { backoffMs } from "./backoff";
import { parseEvent, type StreamEvent } from "./event";
import { SseParser } from "./sse-parser";

/**
 * How a stream stands: `connecting` for the first time; `live`; `reconnecting` after it broke;
 * `caught_up` for a moment after it came back; `paused` while the tab is hidden; `refused` when
 * trying again can't help.
 */
export type StreamState =
  | "connecting"
  | "live"
  | "reconnecting"
  | "caught_up"
  | "paused"
  | "refused";

export interface EventStreamOptions {
  /** The stream's address, without a query. */
  url: string;
  /** Headers of each request besides the cookie, for programs that show a key. */
  headers?: () => Record<string, string>;
  /** The position to go on after. */
  after: number;
  onEvent: (event: StreamEvent) => void;
  onState: (state: StreamState) => void;
  /** Answered with a status that does not pass by itself (401, 403, 404, …). */
  onRefused: (status: number) => void;
  fetch?: typeof fetch;
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Silence after which a connection counts as dead; the server sends comments more often. */
const SILENCE_MS = 45_000;
/** A stream that came back is up to date once nothing has come for this long, … */
const QUIET_MS = 350;
/** … or once this long has passed: a backlog comes at once, what is live goes on and on. */
const BACKLOG_MS = 1_500;
const CAUGHT_UP_SHOWN_MS = 4_000;

/** A resumable event stream over `fetch`: goes on from the last position for as long as it is open. */
export class EventStream {
  private readonly options: EventStreamOptions;
  private readonly life = new AbortController();
  private attempt: AbortController | undefined;
  private sleep: AbortController | undefined;
  private cursor: number;
  private failures = 0;
  private backlogUntil = 0;
  private broken = false;
  private opened = false;
  private paused = false;
  private retryMs: number | undefined;
  private quiet: ReturnType<typeof setTimeout> | undefined;
  private shown: ReturnType<typeof setTimeout> | undefined;

  constructor(options: EventStreamOptions) {
    this.options = options;
    this.cursor = options.after;
  }

  /** The last position delivered. */
  get position(): number {
    return this.cursor;
  }

  /** Opens the stream and keeps it open until `stop`. */
  async start(): Promise<void> {
    this.options.onState("connecting");
    while (!this.life.signal.aborted) {
      if (this.paused) {
        this.options.onState("paused");
        await this.rest(Number.POSITIVE_INFINITY);
        continue;
      }
      const outcome = await this.connect();
      if (this.life.signal.aborted || outcome === "refused") return;
      if (this.paused) continue;
      await this.afterwards();
    }
  }

  /** Ends it for good. */
  stop(): void {
    this.clearTimers();
    this.life.abort();
    this.attempt?.abort();
    this.sleep?.abort();
  }

  /** Tries at once instead of waiting: the network is back, or a run was started. */
  nudge(): void {
    this.sleep?.abort();
  }

  /** Drops the connection and opens it again after a position. */
  restart(after: number): void {
    this.cursor = after;
    this.attempt?.abort();
    this.sleep?.abort();
  }

  /** Closes the connection while nobody looks. */
  pause(): void {
    this.paused = true;
    this.broken = this.opened;
    this.clearTimers();
    this.attempt?.abort();
    this.sleep?.abort();
  }

  /** Opens it again. */
  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.sleep?.abort();
  }

  private async afterwards(): Promise<void> {
    this.clearTimers();
    this.broken = this.opened;
    this.options.onState(this.opened ? "reconnecting" : "connecting");
    await this.rest(Math.max(this.retryMs ?? 0, backoffMs(this.failures++)));
  }

  private async connect(): Promise<"over" | "refused"> {
    const attempt = new AbortController();
    this.attempt = attempt;
    let watchdog = this.watch(attempt);
    try {
      const response = await (this.options.fetch ?? fetch)(this.address(), {
        headers: { ...this.options.headers?.(), Accept: "text/event-stream" },
        cache: "no-store",
        signal: attempt.signal,
      });
      if (!response.ok || !response.body) return this.refused(response.status);
      this.arrived();
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      const parser = new SseParser();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return "over";
        clearTimeout(watchdog);
        watchdog = this.watch(attempt);
        this.read(parser, decoder.decode(value, { stream: true }));
      }
    } catch {
      return "over";
    } finally {
      clearTimeout(watchdog);
      attempt.abort();
    }
  }

  private address(): string {
    return `${this.options.url}?after=${this.cursor}`;
  }

  private read(parser: SseParser, text: string): void {
    for (const item of parser.push(text)) {
      if (item.kind === "retry") this.retryMs = item.ms;
      if (item.kind !== "event") continue;
      const event = parseEvent(item.data);
      if (event) this.options.onEvent(event);
      const pos = Number(item.id);
      if (item.id && Number.isSafeInteger(pos)) this.cursor = Math.max(this.cursor, pos);
    }
    if (this.quiet) this.settle();
  }

  private refused(status: number): "over" | "refused" {
    if (status === 408 || status === 429 || status >= 500) return "over";
    this.options.onState("refused");
    this.options.onRefused(status);
    return "refused";
  }

  /** After a break it first catches up with what it missed; else it is live at once. */
  private arrived(): void {
    this.failures = 0;
    this.backlogUntil = Date.now() + BACKLOG_MS;
    if (this.broken) this.settle();
    else this.options.onState("live");
    this.opened = true;
    this.broken = false;
  }

  private settle(): void {
    clearTimeout(this.quiet);
    const left = Math.max(0, this.backlogUntil - Date.now());
    this.quiet = setTimeout(
      () => {
        this.quiet = undefined;
        this.options.onState("caught_up");
        this.shown = setTimeout(() => this.options.onState("live"), CAUGHT_UP_SHOWN_MS);
      },
      Math.min(QUIET_MS, left),
    );
  }

  private watch(attempt: AbortController): ReturnType<typeof setTimeout> {
    return setTimeout(() => attempt.abort(), SILENCE_MS);
  }

  private async rest(ms: number): Promise<void> {
    this.sleep = new AbortController();
    await (this.options.wait ?? waitFor)(ms, this.sleep.signal);
  }

  private clearTimers(): void {
    clearTimeout(this.quiet);
    clearTimeout(this.shown);
    this.quiet = undefined;
  }
}

/** Resolves after `ms`, or when the signal fires. */
function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = Number.isFinite(ms) ? setTimeout(resolve, ms) : undefined;
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
