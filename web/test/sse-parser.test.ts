import { describe, expect, it } from "vitest";
import { SseParser } from "@/lib/stream/sse-parser";

function parse(...chunks: string[]) {
  const parser = new SseParser();
  return chunks.flatMap((chunk) => parser.push(chunk));
}

describe("SseParser", () => {
  it("reads an event cut anywhere the same way", () => {
    const text = 'id: 7\r\nevent: message\r\ndata: {"a":\r\ndata: 1}\r\n\r\n: alive\r\n\r\n';
    const whole = parse(text);
    expect(whole).toEqual([
      { kind: "event", id: "7", event: "message", data: '{"a":\n1}' },
      { kind: "comment", text: "alive" },
    ]);
    for (let cut = 1; cut < text.length; cut++) {
      expect(parse(text.slice(0, cut), text.slice(cut))).toEqual(whole);
    }
    expect(parse(...text)).toEqual(whole);
  });

  it("takes LF, CR and CRLF as ends of lines", () => {
    for (const eol of ["\n", "\r", "\r\n"]) {
      const items = parse(["data: x", "", "data: y", "", ": end"].join(eol) + eol);
      expect(items.slice(0, 2)).toMatchObject([{ data: "x" }, { data: "y" }]);
    }
  });

  it("gives an event without an id no id, so that a text delta does not move the cursor", () => {
    expect(parse("id: 4\ndata: a\n\ndata: b\n\n")).toMatchObject([{ id: "4" }, { id: undefined }]);
  });

  it("skips a byte order mark, unknown fields and empty events", () => {
    expect(parse("\uFEFFfoo: bar\n\nid: 3\n\ndata\n\n")).toEqual([
      { kind: "event", id: undefined, event: "message", data: "" },
    ]);
  });

  it("reads how long to wait before the next attempt", () => {
    expect(parse("retry: 1500\nretry: soon\n")).toEqual([{ kind: "retry", ms: 1500 }]);
  });
});
