import { describe, expect, it } from "vitest";
import { reduce } from "@/lib/chat/reduce";
import { addInput } from "@/lib/chat/snapshot";
import { emptyTranscript, type Transcript } from "@/lib/chat/transcript";
import type { StreamEvent } from "@/lib/stream/event";
import { Events } from "./events";

function texts({ order, entries }: Transcript): (string | undefined)[] {
  return order.map((id) => entries[id]?.text);
}

/** One run with a void attempt, a tool call and an answer. */
function wholeRun(): StreamEvent[] {
  const e = new Events();
  return [
    e.started(),
    e.step("THINK"),
    e.open("m1"),
    e.delta("m1", 0, "Partial te"),
    e.close("m1"),
    e.reset("m1"),
    e.open("m2"),
    e.delta("m2", 0, "Let me "),
    e.delta("m2", 7, "compute."),
    e.close("m2"),
    ...e.call("c1", "calculator", '{"a":1}', "m2"),
    e.step("ACT"),
    e.result("c1", "5"),
    e.step("THINK"),
    e.open("m3"),
    e.delta("m3", 0, "It is 5."),
    e.close("m3"),
    e.finished(),
  ];
}

describe("reduce", () => {
  it("builds messages, tool calls and the run's state", () => {
    const after = reduce(emptyTranscript(), wholeRun());
    expect(texts(after)).toEqual(["Let me compute.", "It is 5."]);
    expect(after.entries.m2?.callIds).toEqual(["c1"]);
    expect(after.calls.c1).toMatchObject({ args: '{"a":1}', result: "5", status: "done" });
    expect(after.runs["run-1"]).toMatchObject({ status: "succeeded", step: undefined });
  });

  it("comes to the same whether events arrive one by one or in one batch", () => {
    const oneByOne = wholeRun().reduce((t, event) => reduce(t, [event]), emptyTranscript());
    expect(oneByOne).toEqual(reduce(emptyTranscript(), wholeRun()));
  });

  it("shows what a tool shows until its result is here, each attempt anew", () => {
    const e = new Events();
    const output = (offset: number, delta: string, fence = 1) =>
      e.live({ name: "perdure.tool_output", value: { toolCallId: "c1", offset, delta } }, fence);
    const calls = [e.started(), ...e.call("c1", "run_python", "{}", "m1")];
    let now = reduce(emptyTranscript(), [...calls, output(0, "one\n"), output(4, "two\n")]);
    expect(now.calls.c1?.shown?.text).toBe("one\ntwo\n");
    now = reduce(now, [output(0, "one\n"), output(20, "later\n")]);
    expect(now.calls.c1?.shown?.text).toBe("one\ntwo\n\n…\nlater\n");
    now = reduce(now, [output(0, "again\n", 2), output(26, "of the dead\n", 1)]);
    expect(now.calls.c1?.shown?.text).toBe("again\n");
    now = reduce(now, [e.result("c1", "5"), output(6, "late\n", 2)]);
    expect(now.calls.c1?.shown).toBeUndefined();
  });

  it("does not change the transcript it was given", () => {
    const events = wholeRun();
    const before = reduce(emptyTranscript(), events.slice(0, 8));
    const copy = structuredClone(before);
    reduce(before, events.slice(8));
    expect(before).toEqual(copy);
  });

  it("shares entries that did not change, so that they are not rendered again", () => {
    const events = wholeRun();
    const before = reduce(emptyTranscript(), events.slice(0, -4));
    const after = reduce(before, events.slice(-4));
    expect(after.entries.m2).toBe(before.entries.m2);
    expect(after.calls.c1).toBe(before.calls.c1);
  });

  it("takes repeated durable events in once", () => {
    const events = wholeRun();
    const once = reduce(emptyTranscript(), events);
    expect(reduce(once, events)).toEqual(once);
  });

  it("loses and doubles nothing wherever the connection breaks", () => {
    const events = wholeRun();
    const expected = reduce(emptyTranscript(), events);
    for (let cut = 1; cut < events.length; cut++) {
      const before = reduce(emptyTranscript(), events.slice(0, cut));
      const resumed = reduce(before, resumeAt(events, before.pos));
      expect(resumed, `cut after ${cut}`).toEqual(expected);
    }
  });

  it("places text at its offset, also over what is already there", () => {
    const e = new Events();
    const open = reduce(emptyTranscript(), [e.started(), e.open("m")]);
    const first = reduce(open, [e.delta("m", 0, "Hello "), e.delta("m", 6, "wor")]);
    const again = reduce(first, [e.delta("m", 0, "Hello wor"), e.delta("m", 9, "ld")]);
    expect(texts(again)).toEqual(["Hello world"]);
  });

  it("counts offsets in UTF-16 units", () => {
    const e = new Events();
    const events = [e.started(), e.open("m"), e.delta("m", 0, "😀中"), e.delta("m", 3, "文")];
    expect(texts(reduce(emptyTranscript(), events))).toEqual(["😀中文"]);
  });

  it("holds a piece that came early until the hole before it is filled", () => {
    const e = new Events();
    const late = reduce(emptyTranscript(), [
      e.started(),
      e.open("m"),
      e.delta("m", 4, "C"),
      e.delta("m", 2, "BB"),
    ]);
    expect(texts(late)).toEqual([""]);
    expect(texts(reduce(late, [e.delta("m", 0, "AA")]))).toEqual(["AABBC"]);
  });

  it("drops late text of a message that was declared void", () => {
    const e = new Events();
    const reset = [e.started(), e.open("m"), e.delta("m", 0, "x"), e.close("m"), e.reset("m")];
    expect(texts(reduce(emptyTranscript(), [...reset, e.delta("m", 1, "y")]))).toEqual([]);
  });

  it("takes in an open message whose start came before it joined", () => {
    const e = new Events("run-1", 40);
    const joined = reduce(emptyTranscript(40), [e.delta("m", 0, "so far"), e.delta("m", 6, "…")]);
    expect(texts(joined)).toEqual(["so far…"]);
    expect(joined.entries.m?.open).toBe(true);
  });

  it("stops at a skipped position and says which came instead", () => {
    const e = new Events();
    const [first, , third] = [e.started(), e.open("lost"), e.open("m")] as const;
    const stopped = reduce(emptyTranscript(), [first, third]);
    expect(stopped).toMatchObject({ pos: 1, gap: 3, order: [] });
  });

  it("shows a failed tool call as failed", () => {
    const e = new Events();
    const events = [e.started(), ...e.call("c", "web", "{}", "m"), e.result("c", "boom", true)];
    expect(reduce(emptyTranscript(), events).calls.c).toMatchObject({ status: "failed" });
  });

  it("keeps why a run failed, and stops what it left open", () => {
    const e = new Events();
    const events = [e.started(), ...e.call("c", "web", "{}", "m"), e.error("No key", "no_key")];
    const { runs, calls } = reduce(emptyTranscript(), events);
    expect(runs["run-1"]).toMatchObject({ status: "failed", error: { code: "no_key" } });
    expect(calls.c?.status).toBe("stopped");
  });

  it("follows waiting, going on, stopping and stopped", () => {
    const e = new Events();
    const status = (t: Transcript) => t.runs["run-1"]?.status;
    let t = reduce(emptyTranscript(), [e.started()]);
    t = reduce(t, [e.custom("perdure.waiting", { reason: "approval" })]);
    expect(t.runs["run-1"]).toMatchObject({ status: "waiting", waitingFor: "approval" });
    t = reduce(t, [e.custom("perdure.resumed", {})]);
    expect(status(t)).toBe("running");
    t = reduce(t, [e.custom("perdure.cancelling", {})]);
    expect(status(t)).toBe("cancelling");
    t = reduce(t, [e.finished("cancelled")]);
    expect(status(t)).toBe("cancelled");
    expect(status(reduce(t, [e.step("THINK")]))).toBe("cancelled");
  });

  it("keeps the runs of a session apart and puts a waiting input where its run begins", () => {
    const one = new Events("run-1");
    let t = reduce(emptyTranscript(), [one.started(), one.open("a"), one.delta("a", 0, "A")]);
    t = addInput(t, { id: "run-2", status: "queued", text: "next" });
    expect(t.entries["input:run-2"]?.settled).toBe(false);
    t = reduce(t, [one.close("a"), one.open("b"), one.delta("b", 0, "B"), one.finished()]);
    expect(texts(t)).toEqual(["A", "next", "B"]);
    const two = new Events("run-2", t.pos);
    t = reduce(t, [two.started(), two.open("c"), two.delta("c", 0, "C"), two.finished()]);
    expect(texts(t)).toEqual(["A", "B", "next", "C"]);
    expect(t.runOrder).toEqual(["run-1", "run-2"]);
  });

  it("asks for the input of a run that was begun elsewhere", () => {
    const t = reduce(emptyTranscript(), [new Events("run-9").started()]);
    expect([...t.missingInputs]).toEqual(["run-9"]);
  });
});

/** What the service sends after a position: later durable events, open text whole from its start. */
function resumeAt(events: StreamEvent[], pos: number): StreamEvent[] {
  const isOpen = new Set<string>();
  const text = new Map<string, string>();
  const ended = new Map<string, number>();
  const backlog: StreamEvent[] = [];
  for (const event of events) {
    if (event.type === "TEXT_MESSAGE_END") ended.set(event.messageId, event.metadata?.pos ?? 0);
    if (event.type === "TEXT_MESSAGE_START") isOpen.add(event.messageId);
    if (event.type === "TEXT_MESSAGE_CONTENT") {
      text.set(event.messageId, (text.get(event.messageId) ?? "") + event.delta);
    }
  }
  for (const event of events) {
    if (event.type === "TEXT_MESSAGE_CONTENT" || (event.metadata?.pos ?? 0) <= pos) continue;
    if (event.type === "TEXT_MESSAGE_END" && isOpen.has(event.messageId)) {
      const whole = text.get(event.messageId) ?? "";
      backlog.push(new Events().delta(event.messageId, 0, whole));
    }
    backlog.push(event);
  }
  return backlog;
}
