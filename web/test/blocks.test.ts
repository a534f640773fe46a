import { describe, expect, it } from "vitest";
import { markdownBlocks } from "@/lib/chat/blocks";

describe("markdownBlocks", () => {
  it("cuts between paragraphs, so that finished ones stay as they are", () => {
    const before = markdownBlocks("one\n\ntwo\n\nthr");
    const after = markdownBlocks("one\n\ntwo\n\nthree");
    expect(before.map((b) => b.trim())).toEqual(["one", "two", "thr"]);
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
  });

  it("loses no line", () => {
    const text = "# a\n\n- x\n\n  y\n\n```\n\nz\n\n```\n\nend";
    expect(markdownBlocks(text).join("\n")).toBe(text);
  });

  it("keeps a fence whole, also one that is not closed yet", () => {
    expect(markdownBlocks("```js\na\n\nb\n```\n\nc")).toHaveLength(2);
    expect(markdownBlocks("```js\na\n\nb\n\n~~~\n\nc")).toHaveLength(1);
    expect(markdownBlocks("````\n```\n\nx\n````\n\ny")).toHaveLength(2);
  });

  it("keeps a loose list together with what is indented under it", () => {
    expect(markdownBlocks("1. a\n\n2. b\n\n   more\n\n3. c\n\nafter")).toHaveLength(2);
  });

  it("keeps a text with link definitions whole", () => {
    expect(markdownBlocks("see [x]\n\n[x]: https://example.com")).toHaveLength(1);
  });
});
