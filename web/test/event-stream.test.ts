import { afterEach, describe, expect, it } from "vitest";
import type { StreamEvent } from "@/lib/stream/event";
import { EventStream, type EventStreamOptions } from "@/lib/stream/event-stream";
import { type Answer, streamServer, type TestServer } from "./stream-server";

let server: TestServer | undefined;
let stream: EventStream | undefined;

afterEach(async () => {
  stream?.stop();
  await server?.close();
});

/** Opens a stream on a real server that gives these answers, one per connection, then 410. */
async function follow(
  answers: Answer[],
  options: Partial<EventStreamOptions> = {},
  until = "refused",
) {
  server = await streamServer(answers);
  const events: StreamEvent[] = [];
  const states: string[] = [];
  let settled = () => {};
  const seen = new Promise<void>((resolve) => {
    settled = resolve;
  });
  stream = new EventStream({
    url: `${server.url}/events`,
    headers: () => ({ Authorization: "Bearer key" }),
    after: 0,
    onEvent: (event) => events.push(event),
    onState: (state) => {
      states.push(state);
      if (state === until) settled();
    },
    onRefused: () => undefined,
    wait: async () => undefined,
    ...options,
  });
  void stream.start();
  await seen;
  return { events, states, requests: server.requests };
}

function durable(pos: number): string {
  return `id: ${pos}\ndata: {"type":"CUSTOM","name":"n","value":${pos},"metadata":{"pos":${pos}}}\n\n`;
}

const DELTA = `data: {"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"中"}\n\n`;

describe("EventStream", () => {
  it("goes on after the last position when the connection breaks", async () => {
    const { events, states, requests } = await follow([
      { chunks: [durable(1), durable(2), DELTA], end: "break" },
      { chunks: [durable(3)], end: "close" },
    ]);
    expect(requests.map((r) => r.url).slice(0, 2)).toEqual(["/events?after=0", "/events?after=2"]);
    expect(events.map((event) => event.metadata?.pos)).toEqual([1, 2, undefined, 3]);
    expect(states.slice(0, 3)).toEqual(["connecting", "live", "reconnecting"]);
  });

  it("sends the caller's key and asks for an event stream", async () => {
    const { requests } = await follow([{ chunks: [], end: "close" }]);
    const { authorization, accept } = requests[0]?.headers ?? {};
    expect([authorization, accept]).toEqual(["Bearer key", "text/event-stream"]);
  });

  it("tries again while the service is away or overloaded", async () => {
    const { requests, events } = await follow([
      { status: 503 },
      { status: 429 },
      { chunks: [durable(1)], end: "close" },
    ]);
    expect(requests.length).toBeGreaterThan(3);
    expect(events).toHaveLength(1);
  });

  it("gives up where trying again can't help", async () => {
    const refusals: number[] = [];
    const { states, requests } = await follow([{ status: 404 }], {
      onRefused: (status) => refusals.push(status),
    });
    expect(requests).toHaveLength(1);
    expect([states.at(-1), refusals]).toEqual(["refused", [404]]);
  });

  it("opens a stream again that the service closed, as it does before it ends", async () => {
    const { requests } = await follow([
      { chunks: [durable(1)], end: "close" },
      { chunks: [durable(2)], end: "close" },
    ]);
    const positions = requests.map((request) => request.url?.split("=")[1]);
    expect(positions).toEqual(["0", "1", "2"]);
  });

  it("says when it has caught up after a break", async () => {
    const { states } = await follow(
      [
        { chunks: [durable(1)], end: "break" },
        { chunks: [durable(2)], end: "stay" },
      ],
      undefined,
      "caught_up",
    );
    expect(states).toEqual(["connecting", "live", "reconnecting", "caught_up"]);
  });

  it("has caught up also when words keep coming", async () => {
    const words = Array.from({ length: 60 }, () => DELTA);
    const { events } = await follow(
      [
        { chunks: [durable(1)], end: "break" },
        { chunks: words, pace: 50, end: "stay" },
      ],
      undefined,
      "caught_up",
    );
    expect(events.length).toBeLessThan(words.length);
  });

  it("closes while it is paused and goes on after the last position", async () => {
    const following = await follow(
      [
        { chunks: [durable(1)], end: "stay" },
        { chunks: [durable(2)], end: "stay" },
      ],
      { wait: undefined },
      "live",
    );
    await expect.poll(() => following.events.length).toBe(1);
    stream?.pause();
    await expect.poll(() => following.states.at(-1)).toBe("paused");
    stream?.resume();
    await expect.poll(() => following.events.length).toBe(2);
    expect(following.requests.map((request) => request.url)).toEqual([
      "/events?after=0",
      "/events?after=1",
    ]);
  });

  it("puts a character together that was cut in two by the network", async () => {
    const bytes = Buffer.from(DELTA);
    const cut = bytes.indexOf(0xe4) + 1;
    const { events } = await follow([
      { chunks: [bytes.subarray(0, cut), bytes.subarray(cut)], end: "close" },
    ]);
    expect(events).toMatchObject([{ delta: "中" }]);
  });

  it("skips data that is not an event", async () => {
    const { events } = await follow([
      { chunks: ["data: nonsense\n\n", "data: 5\n\n", durable(1)], end: "close" },
    ]);
    expect(events).toHaveLength(1);
  });
});
