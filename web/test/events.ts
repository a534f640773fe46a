import type { StreamEvent } from "@/lib/stream/event";

/** Builds the events of a session as the service sends them, positions counted from a start. */
export class Events {
  private pos: number;

  constructor(
    readonly runId = "run-1",
    start = 0,
  ) {
    this.pos = start;
  }

  durable(event: Record<string, unknown>, metadata: Record<string, unknown> = {}): StreamEvent {
    const at = `2026-11-22T10:00:${String(++this.pos % 60).padStart(2, "0")}Z`;
    const all = { pos: this.pos, run_id: this.runId, at, fence: 1, ...metadata };
    return { ...event, metadata: all } as unknown as StreamEvent;
  }

  started(): StreamEvent {
    return this.durable({ type: "RUN_STARTED", threadId: "s", runId: this.runId });
  }

  finished(type = "success"): StreamEvent {
    const outcome = { type };
    return this.durable({ type: "RUN_FINISHED", threadId: "s", runId: this.runId, outcome });
  }

  error(message: string, code: string): StreamEvent {
    return this.durable({ type: "RUN_ERROR", message, code });
  }

  step(stepName: string): StreamEvent {
    return this.durable({ type: "STEP_STARTED", stepName });
  }

  open(messageId: string): StreamEvent {
    return this.durable({ type: "TEXT_MESSAGE_START", messageId, role: "assistant" });
  }

  delta(messageId: string, offset: number, delta: string): StreamEvent {
    const metadata = { offset, run_id: this.runId };
    return { type: "TEXT_MESSAGE_CONTENT", messageId, delta, metadata } as unknown as StreamEvent;
  }

  close(messageId: string): StreamEvent {
    return this.durable({ type: "TEXT_MESSAGE_END", messageId });
  }

  /** What has no position: it is live only. */
  live(custom: { name: string; value: Record<string, unknown> }, fence = 1): StreamEvent {
    const metadata = { run_id: this.runId, fence };
    return { type: "CUSTOM", ...custom, metadata } as unknown as StreamEvent;
  }

  custom(name: string, value: Record<string, unknown>): StreamEvent {
    return this.durable({ type: "CUSTOM", name, value });
  }

  reset(messageId: string): StreamEvent {
    return this.custom("perdure.message_reset", { messageId });
  }

  call(toolCallId: string, toolCallName: string, args: string, parentMessageId: string) {
    return [
      this.durable({ type: "TOOL_CALL_START", toolCallId, toolCallName, parentMessageId }),
      this.durable({ type: "TOOL_CALL_ARGS", toolCallId, delta: args }),
      this.durable({ type: "TOOL_CALL_END", toolCallId }),
    ];
  }

  result(toolCallId: string, content: string, error?: boolean): StreamEvent {
    const event = { type: "TOOL_CALL_RESULT", messageId: `r-${toolCallId}`, toolCallId, content };
    return this.durable({ ...event, role: "tool" }, error ? { error } : {});
  }
}
