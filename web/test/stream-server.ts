import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server does with one connection. `break` cuts it as a crash would, `stay` keeps it. */
export interface Answer {
  status?: number;
  chunks?: (string | Uint8Array)[];
  /** Milliseconds between two pieces. */
  pace?: number;
  end?: "close" | "break" | "stay";
}

export interface TestServer {
  url: string;
  requests: { url: string; headers: IncomingHttpHeaders }[];
  close: () => Promise<void>;
}

/** A real HTTP server that gives these answers in turn. */
export async function streamServer(answers: readonly Answer[]): Promise<TestServer> {
  const requests: TestServer["requests"] = [];
  const server = createServer((request, response) => {
    const answer = answers[requests.length];
    requests.push({ url: request.url ?? "", headers: request.headers });
    void play(answer ?? { status: 410 }, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${port}`, requests, close };
}

async function play(answer: Answer, response: ServerResponse): Promise<void> {
  const status = answer.status ?? 200;
  response.writeHead(status, { "Content-Type": "text/event-stream" });
  response.flushHeaders();
  for (const chunk of answer.chunks ?? []) {
    await new Promise<void>((resolve) => response.write(chunk, () => resolve()));
    // A turn of the loop at least, so that each piece travels by itself.
    await new Promise((resolve) => setTimeout(resolve, answer.pace ?? 0));
  }
  if (answer.end === "break") response.destroy();
  else if (answer.end !== "stay") response.end();
}
