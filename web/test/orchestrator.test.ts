import { describe, expect, it } from "vitest";
import type { Interrupt } from "@/lib/api/types";
import { openBelow, partOf, partsOf } from "@/lib/chat/parts";
import { reduce } from "@/lib/chat/reduce";
import { addSteer, mergeInterrupts } from "@/lib/chat/snapshot";
import { amountOf } from "@/lib/chat/top-up";
import { emptyTranscript, type Transcript } from "@/lib/chat/transcript";
import { timelineOf } from "@/lib/runs/timeline";
import { Events } from "./events";

const APPROVAL = {
  id: "i1",
  reason: "approval",
  message: "The agent wants to call send_mail.",
  toolCallId: "c1",
  expiresAt: "2026-11-22T11:00:00Z",
  metadata: { code: "approval_required", tool: "send_mail", arguments: "{}", triesAgainAt: "soon" },
};

function waiting(...interrupts: object[]) {
  return { reason: "approval", interrupts };
}

function status(t: Transcript, run = "run-1") {
  return t.runs[run]?.status;
}

/** A run with a call, and what a sub-agent does for it. */
function delegating() {
  const e = new Events();
  const events = [
    e.started(),
    e.open("m1"),
    e.delta("m1", 0, "I delegate."),
    e.close("m1"),
    ...e.call("c1", "delegate_to_writer", '{"task":"write"}', "m1"),
  ];
  return { e, events };
}

function started(e: Events, extra: object = {}) {
  const known = { subagentRunId: "run-2", name: "writer", parentToolCallId: "c1" };
  return e.durable({ type: "SUBAGENT_STARTED", ...known, ...extra }, { run_id: "run-2" });
}

function inSub(e: Events, event: object) {
  return e.durable({ ...event, subagentRunId: "run-2" }, { run_id: "run-2" });
}

describe("an interrupt", () => {
  const e = new Events();
  const events = [e.started(), e.custom("perdure.waiting", waiting(APPROVAL))];
  const open = reduce(emptyTranscript(), events);

  it("makes its run wait and is known with what it is about", () => {
    expect(status(open)).toBe("waiting");
    expect(open.runs["run-1"]?.waitingFor).toBe("approval");
    expect(open.interrupts.i1).toMatchObject({
      run_id: "run-1",
      status: "open",
      tool: "send_mail",
      tool_call_id: "c1",
      deadline: "2026-11-22T11:00:00Z",
      detail: { tries_again_at: "soon" },
    });
  });

  it("keeps what was decided when it is settled, and lets its run go on", () => {
    const settlement = { command: "deny", reason: "no" };
    const value = { interruptId: "i1", settlement, waiting: [] };
    const t = reduce(open, [e.custom("perdure.resumed", value)]);
    expect(status(t)).toBe("running");
    expect(t.interrupts.i1).toMatchObject({ status: "settled", settlement });
  });

  it("keeps the run waiting while another is open", () => {
    const two = new Events();
    const both = waiting(APPROVAL, { ...APPROVAL, id: "i2", reason: "input" });
    const t = reduce(emptyTranscript(), [
      two.started(),
      two.custom("perdure.waiting", both),
      two.custom("perdure.resumed", { interruptId: "i1", settlement: {}, waiting: ["i2"] }),
    ]);
    expect(t.runs["run-1"]).toMatchObject({ status: "waiting", waitingFor: "input" });
  });

  it("is expired when its deadline settled it", () => {
    const two = new Events("run-1", open.pos);
    const settlement = { deadline: "deny" };
    const resumed = two.custom("perdure.resumed", { interruptId: "i1", settlement, waiting: [] });
    expect(reduce(open, [resumed]).interrupts.i1?.status).toBe("expired");
  });

  it("is void when its run is stopped or has ended", () => {
    const two = new Events("run-1", open.pos);
    const stopped = reduce(open, [two.custom("perdure.cancelling", { mode: "rollback" })]);
    expect(stopped.interrupts.i1?.status).toBe("void");
    expect(status(stopped)).toBe("cancelling");
  });

  it("is not opened again by a replay, nor by an answer that was on its way", () => {
    const settled = { ...open.interrupts.i1, status: "settled" } as Interrupt;
    const known = mergeInterrupts(emptyTranscript(), [settled]);
    const replayed = reduce(known, events);
    expect(replayed.interrupts.i1?.status).toBe("settled");
    expect(status(replayed)).toBe("running");
    const late = mergeInterrupts(replayed, [open.interrupts.i1 as Interrupt]);
    expect(late.interrupts.i1?.status).toBe("settled");
  });

  it("stands after the messages before it, and last while it is open", () => {
    const two = new Events();
    const t = reduce(emptyTranscript(), [
      two.started(),
      two.open("m1"),
      two.delta("m1", 0, "a"),
      two.close("m1"),
      two.custom("perdure.waiting", waiting(APPROVAL)),
      two.custom("perdure.resumed", { interruptId: "i1", settlement: {}, waiting: [] }),
      two.open("m2"),
      two.delta("m2", 0, "b"),
    ]);
    expect(partsOf(t)[0]?.items.map((item) => item.id)).toEqual(["m1", "i1", "m2"]);
    expect(partsOf(open)[0]?.items.map((item) => item.id)).toEqual(["i1"]);
  });
});

describe("a pause", () => {
  it("holds whatever goes on meanwhile, until it is over", () => {
    const e = new Events();
    let t = reduce(emptyTranscript(), [e.started(), e.custom("perdure.paused", {}), e.step("ACT")]);
    expect(status(t)).toBe("paused");
    t = reduce(t, [e.custom("perdure.waiting", waiting(APPROVAL))]);
    expect(status(t)).toBe("paused");
    t = reduce(t, [e.custom("perdure.resumed", { waiting: ["i1"] })]);
    expect(status(t)).toBe("waiting");
  });
});

describe("a sub-agent", () => {
  it("works inside its parent's call, not in the conversation", () => {
    const { e, events } = delegating();
    const t = reduce(emptyTranscript(), [
      ...events,
      started(e),
      inSub(e, { type: "TEXT_MESSAGE_START", messageId: "s1", role: "assistant" }),
      inSub(e, { type: "TEXT_MESSAGE_END", messageId: "s1" }),
      inSub(e, { type: "SUBAGENT_FINISHED" }),
      e.result("c1", "written"),
      e.finished(),
    ]);
    expect(t.runOrder).toEqual(["run-1"]);
    expect(t.runs["run-2"]).toMatchObject({
      status: "succeeded",
      sub: { parentRunId: "run-1", name: "writer", callId: "c1" },
    });
    expect(partsOf(t).flatMap((part) => part.items.map((item) => item.id))).toEqual(["m1"]);
    expect(partOf(t, "run-2").items.map((item) => item.id)).toEqual(["s1"]);
    expect([...t.missingInputs]).toEqual(["run-1"]);
  });

  it("that fails or is stopped leaves its parent running", () => {
    const { e, events } = delegating();
    const known = reduce(emptyTranscript(), [...events, started(e)]);
    const two = new Events("run-1", known.pos);
    const error = { type: "SUBAGENT_ERROR", message: "No key", code: "no_key" };
    const failed = reduce(known, [inSub(two, error)]);
    expect(failed.runs["run-2"]).toMatchObject({ status: "failed", error: { code: "no_key" } });
    expect(status(failed)).toBe("running");
    const three = new Events("run-1", known.pos);
    const stopped = inSub(three, { type: "SUBAGENT_FINISHED", result: { cancelled: true } });
    expect(status(reduce(known, [stopped]), "run-2")).toBe("cancelled");
  });

  it("that waits shows it to whoever looks at the run above, however deep", () => {
    const { e, events } = delegating();
    const below = { subagentRunId: "run-3", name: "deep", parentSubagentRunId: "run-2" };
    const t = reduce(emptyTranscript(), [
      ...events,
      started(e),
      e.durable({ type: "SUBAGENT_STARTED", ...below }, { run_id: "run-3" }),
      e.durable(
        {
          type: "CUSTOM",
          name: "perdure.waiting",
          value: waiting(APPROVAL),
          subagentRunId: "run-3",
        },
        { run_id: "run-3" },
      ),
    ]);
    expect(status(t, "run-3")).toBe("waiting");
    expect(status(t)).toBe("running");
    expect(openBelow(t, "run-1").map((one) => one.id)).toEqual(["i1"]);
  });

  it("whose beginning was not heard is known by its events", () => {
    const e = new Events("run-1", 40);
    const t = reduce(emptyTranscript(40), [inSub(e, { type: "STEP_STARTED", stepName: "ACT" })]);
    expect(t.runOrder).toEqual([]);
    expect(t.runs["run-2"]).toMatchObject({ status: "running", step: "ACT" });
  });
});

describe("what is told besides", () => {
  it("keeps thoughts before what was said after them", () => {
    const e = new Events();
    const thought = { messageId: "t1", metadata: { offset: 0, run_id: "run-1" } };
    const delta = { type: "REASONING_MESSAGE_CONTENT", delta: "Hm.", ...thought };
    const t = reduce(emptyTranscript(), [
      e.started(),
      e.durable({ type: "REASONING_START", messageId: "t1" }),
      delta as never,
      e.durable({ type: "REASONING_END", messageId: "t1" }),
      e.open("m1"),
      e.close("m1"),
    ]);
    expect(t.entries.t1).toMatchObject({ role: "thought", text: "Hm.", open: false });
    expect(partsOf(t)[0]?.items.map((item) => item.id)).toEqual(["t1", "m1"]);
  });

  it("notes that another model took over", () => {
    const e = new Events();
    const value = { from: "a/b", to: "c/d", reason: "down" };
    const t = reduce(emptyTranscript(), [e.started(), e.custom("perdure.degraded", value)]);
    expect(partsOf(t)[0]?.items).toMatchObject([{ kind: "note", note: { kind: "degraded" } }]);
  });

  it("stays the same part when its first message is another", () => {
    const e = new Events();
    const before = reduce(emptyTranscript(), [e.started()]);
    const after = reduce(before, [e.open("m1"), e.close("m1")]);
    expect(partsOf(after)[0]?.key).toBe(partsOf(before)[0]?.key);
  });

  it("shows a steer until it is taken in, then as what was said", () => {
    const e = new Events();
    let t = reduce(emptyTranscript(), [e.started()]);
    t = addSteer(t, { runId: "run-1", key: "k", text: "also this" });
    expect(t.entries["steer:k"]?.settled).toBe(false);
    const value = { messageId: "u2", command: 1, text: "also this" };
    t = reduce(t, [e.custom("perdure.steered", value)]);
    expect(t.order).toEqual(["u2"]);
    expect(addSteer(t, { runId: "run-1", key: "k", text: "also this" }).order).toEqual(["u2"]);
  });

  it("drops a steer that its run did not take in: it becomes a run of its own", () => {
    const e = new Events();
    const t = addSteer(reduce(emptyTranscript(), [e.started()]), {
      runId: "run-1",
      key: "k",
      text: "too late",
    });
    expect(reduce(t, [e.error("No", "no")]).order).toEqual([]);
  });
});

describe("a top-up", () => {
  it("reads amounts as people write them", () => {
    expect(amountOf("tokens", "50 000")).toEqual({ tokens: 50_000 });
    expect(amountOf("cost", "0.25")).toEqual({ cost_micros: 250_000 });
    expect(amountOf("wall_time", "30")).toEqual({ wall_time: "PT1800S" });
    expect(amountOf("steps", "2.9")).toEqual({ steps: 2 });
    for (const text of ["", "0", "-1", "many"]) expect(amountOf("tokens", text)).toBeUndefined();
  });
});

describe("the timeline", () => {
  it("puts a wait after the step that began before it", () => {
    const step = (number: number, second: number) =>
      ({ step_id: `r/${number}`, number, started_at: `2026-11-22T10:00:0${second}Z` }) as never;
    const wait = { id: "i", created_at: "2026-11-22T10:00:02Z" } as Interrupt;
    const rows = timelineOf([step(1, 1), step(2, 5)], [wait]);
    expect(rows.map((row) => row.kind)).toEqual(["step", "wait", "step"]);
  });
});
