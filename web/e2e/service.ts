import { startFixture } from "../test/fixture/server.mjs";
import { type Gateway, openGateway } from "./gateway";

/** What the browser tests run against. */
export interface Service {
  /** The console's address. It leads through a gateway that can be shut. */
  url: string;
  apiKey: string;
  /** An agent that answers at once, with a clock and a calculator. */
  agentId: string;
  /** Whether it is the real service, not the fixture. */
  real: boolean;
  gateway: Gateway;
  /** Asks the API for JSON. */
  get: <T>(path: string) => Promise<T>;
  /** Makes an agent of the rehearsal model for these tests; it is gone when they are over. */
  makeAgent: (config: Record<string, unknown>) => Promise<{ id: string; name: string }>;
  close: () => Promise<void>;
}

/**
 * The service named by PERDURE_URL and PERDURE_API_KEY; with no PERDURE_URL the console alone, over
 * the in-memory fixture.
 */
export async function openService(): Promise<Service> {
  const { PERDURE_URL, PERDURE_API_KEY } = process.env;
  if (PERDURE_URL && !PERDURE_API_KEY) {
    throw new Error("PERDURE_URL is set, but PERDURE_API_KEY is not.");
  }
  const fixture = PERDURE_URL ? undefined : await startFixture(0);
  const base = PERDURE_URL ?? fixture?.url ?? "";
  const apiKey = PERDURE_API_KEY ?? fixture?.key ?? "";
  const gateway = await openGateway(new URL(base));
  const ask = asking(base, apiKey);
  const made: string[] = [];
  const makeAgent = async (config: Record<string, unknown>) => {
    const agent = await newAgent(ask, config);
    made.push(agent.id);
    return agent;
  };
  const agentId = fixture ? await firstAgent(ask) : (await makeAgent(CALCULATES)).id;
  const close = async () => {
    for (const id of made.reverse()) await ask("DELETE", `/v1/agents/${id}`);
    await gateway.close();
    await fixture?.close();
  };
  const get = <T>(path: string) => ask<T>("GET", path);
  return { url: gateway.url, apiKey, agentId, real: !fixture, gateway, get, makeAgent, close };
}

const CALCULATES = { skills: ["clock", "calculator"] };

type Ask = <T>(method: string, path: string, body?: unknown) => Promise<T>;

function asking(base: string, apiKey: string): Ask {
  return async (method, path, body) => {
    const response = await fetch(base + path, {
      method,
      headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  };
}

async function firstAgent(ask: Ask): Promise<string> {
  const { items } = await ask<{ items: { id: string }[] }>("GET", "/v1/agents");
  return items[0]?.id ?? "";
}

/** The rehearsal model, so that what it says is known beforehand. */
function newAgent(ask: Ask, given: Record<string, unknown>) {
  const config = { model: "rehearsal/default", ...given };
  const name = `console-test-${Date.now().toString(36)}-${Math.floor(Math.random() * 1e6)}`;
  return ask<{ id: string; name: string }>("POST", "/v1/agents", { name, config });
}
