/** One thing an event stream said. */
export type SseItem =
  | { kind: "event"; id: string | undefined; event: string; data: string }
  | { kind: "comment"; text: string }
  | { kind: "retry"; ms: number };

/** Parses `text/event-stream` piece by piece, as the HTML standard defines it. */
export class SseParser {
  private rest = "";
  private started = false;
  private id: string | undefined;
  private event = "";
  private data: string[] = [];

  /** Takes the next piece of text and returns what it completed. */
  push(chunk: string): SseItem[] {
    this.rest += chunk;
    if (!this.started && this.rest.length > 0) {
      this.started = true;
      if (this.rest.startsWith("\uFEFF")) this.rest = this.rest.slice(1);
    }
    const items: SseItem[] = [];
    for (let line = this.nextLine(); line !== undefined; line = this.nextLine()) {
      const item = this.take(line);
      if (item) items.push(item);
    }
    return items;
  }

  /** Lines end with LF, CR or CRLF; a CR at the very end may be half of a CRLF, so it waits. */
  private nextLine(): string | undefined {
    const end = this.rest.search(/[\r\n]/);
    if (end < 0) return undefined;
    const isCr = this.rest[end] === "\r";
    if (isCr && end === this.rest.length - 1) return undefined;
    const line = this.rest.slice(0, end);
    this.rest = this.rest.slice(isCr && this.rest[end + 1] === "\n" ? end + 2 : end + 1);
    return line;
  }

  private take(line: string): SseItem | undefined {
    if (line === "") return this.dispatch();
    if (line.startsWith(":")) return { kind: "comment", text: line.slice(1).trim() };
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.data.push(value);
    else if (field === "event") this.event = value;
    else if (field === "id" && !value.includes("\0")) this.id = value;
    else if (field === "retry" && /^\d+$/.test(value)) return { kind: "retry", ms: Number(value) };
    return undefined;
  }

  /** An id counts for its own event only: a text delta has none and must not move the cursor. */
  private dispatch(): SseItem | undefined {
    const { id, event, data } = this;
    this.id = undefined;
    this.event = "";
    this.data = [];
    if (data.length === 0) return undefined;
    return { kind: "event", id, event: event || "message", data: data.join("\n") };
  }
}
