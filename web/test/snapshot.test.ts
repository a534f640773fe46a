import { describe, expect, it } from "vitest";
import type { Message, Run } from "@/lib/api/types";
import { reduce } from "@/lib/chat/reduce";
import { addInput, mergeMessages, mergeRuns } from "@/lib/chat/snapshot";
import { emptyTranscript, isHeld, type Transcript } from "@/lib/chat/transcript";
import { Events } from "./events";

const AT = "2026-11-22T10:00:00Z";

function message(seq: number, role: Message["role"], content: Message["content"], id?: string) {
  return { id: id ?? `m${seq}`, seq, role, content, run_id: "run-1", created_at: AT } as Message;
}

const STORED: Message[] = [
  message(1, "user", [{ type: "text", text: "2+3?" }]),
  message(2, "assistant", [
    { type: "text", text: "Let me see." },
    { type: "tool_call", id: "c1", name: "calculator", arguments: "{}" },
  ]),
  message(3, "tool", [
    { type: "tool_result", tool_call_id: "c1", name: "calculator", content: "5", error: false },
  ]),
  message(4, "assistant", [{ type: "text", text: "It is 5." }]),
];

function run(id: string, status: Run["status"], text: string): Run {
  const usage = { input: 0, cached_input: 0, output: 0, reasoning: 0 };
  const ids = { id, session_id: "s", thread_id: "s", agent_id: "a", agent_version: 1 };
  const budget = { max_steps: 250, spent_tokens: 0, reserved_tokens: 0 };
  return {
    ...ids,
    status,
    input_policy: "enqueue",
    input: [{ type: "text", text }],
    usage,
    steps: 0,
    depth: 0,
    budget: { ...budget, spent_cost_micros: 0, reserved_cost_micros: 0 },
    cost_micros: 0,
    created_by: "u",
    created_at: AT,
    updated_at: AT,
  };
}

function texts({ order, entries }: Transcript): (string | undefined)[] {
  return order.map((id) => entries[id]?.text);
}

/** The events that led to STORED. */
function events() {
  const e = new Events();
  return [
    e.started(),
    e.open("m2"),
    e.delta("m2", 0, "Let me see."),
    e.close("m2"),
    ...e.call("c1", "calculator", "{}", "m2"),
    e.result("c1", "5"),
    e.open("m4"),
    e.delta("m4", 0, "It is 5."),
    e.close("m4"),
    e.finished(),
  ];
}

describe("the stored transcript", () => {
  it("becomes messages with their tool calls", () => {
    const t = mergeMessages(emptyTranscript(), STORED);
    expect(texts(t)).toEqual(["2+3?", "Let me see.", "It is 5."]);
    expect(t.calls.c1).toMatchObject({ status: "done", result: "5" });
  });

  it("is not doubled by a replay of the events that led to it", () => {
    const stored = mergeRuns(mergeMessages(emptyTranscript(), STORED), [
      run("run-1", "succeeded", "2+3?"),
    ]);
    const replayed = reduce(stored, events());
    expect(texts(replayed)).toEqual(texts(stored));
    expect(replayed.calls.c1).toMatchObject({ args: "{}", result: "5", status: "done" });
    expect(replayed.runs["run-1"]?.status).toBe("succeeded");
    expect(replayed.missingInputs.size).toBe(0);
  });

  it("tells whether a queued run waits for the quota, until it starts", () => {
    const queued = { status: "queued", text: "2+3?" } as const;
    let t = addInput(emptyTranscript(), { ...queued, id: "run-1", queuedFor: "quota" });
    t = addInput(t, { ...queued, id: "run-2", queuedFor: "session" });
    expect(["run-1", "run-2", undefined].map((id) => isHeld(t, id))).toEqual([true, false, false]);
    expect(isHeld(reduce(t, events()), "run-1")).toBe(false);
  });

  it("takes the place of an input that was shown at once", () => {
    const shown = addInput(emptyTranscript(), { id: "run-1", status: "starting", text: "2+3?" });
    const streamed = reduce(shown, events());
    expect(texts(mergeMessages(streamed, STORED))).toEqual(["2+3?", "Let me see.", "It is 5."]);
    expect(texts(streamed)).toEqual(["2+3?", "Let me see.", "It is 5."]);
  });

  it("leaves what is still streaming behind it", () => {
    const e = new Events("run-2", 11);
    const streaming = reduce(emptyTranscript(11), [
      e.started(),
      e.open("m9"),
      e.delta("m9", 0, "…"),
    ]);
    expect(texts(mergeMessages(streaming, STORED)).at(-1)).toBe("…");
    expect(mergeMessages(streaming, STORED).entries.m9?.open).toBe(true);
  });
});

describe("stored runs", () => {
  it("bring the inputs that wait for their turn, oldest first", () => {
    const newestFirst = [run("run-3", "queued", "third"), run("run-2", "running", "second")];
    const t = mergeRuns(mergeMessages(emptyTranscript(), STORED), newestFirst);
    expect(texts(t).slice(-2)).toEqual(["second", "third"]);
    expect(t.runOrder).toEqual(["run-2", "run-3"]);
    expect(t.entries["input:run-3"]?.settled).toBe(false);
  });

  it("do not take a run back that the stream knows to have moved on", () => {
    const e = new Events("run-2");
    const waiting = reduce(emptyTranscript(), [
      e.started(),
      e.custom("perdure.waiting", { reason: "input" }),
    ]);
    const t = mergeRuns(waiting, [run("run-2", "running", "x")]);
    expect(t.runs["run-2"]?.status).toBe("waiting");
    expect(mergeRuns(t, [run("run-2", "expired", "x")]).runs["run-2"]?.status).toBe("expired");
  });
});
