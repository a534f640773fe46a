import { api, unwrap } from "./client";
import type {
  Agent,
  CancelMode,
  InputPolicy,
  Interrupt,
  LogEntry,
  Message,
  Run,
  RunStatus,
  Session,
  Step,
} from "./types";

/** A page of a list and where the next one begins. */
export interface Page<T> {
  items: T[];
  next?: string | null;
}

export function listAgents(): Promise<Agent[]> {
  return all((after) =>
    unwrap(api.GET("/v1/agents", { params: { query: { limit: 100, after } } })),
  );
}

export function listSessions(q: string, after?: string): Promise<Page<Session>> {
  const query = { q: q || undefined, limit: 30, after };
  return unwrap(api.GET("/v1/sessions", { params: { query } }));
}

export function getSession(id: string) {
  return unwrap(api.GET("/v1/sessions/{id}", { params: { path: { id } } }));
}

export function renameSession(id: string, title: string): Promise<Session> {
  return unwrap(api.PATCH("/v1/sessions/{id}", { params: { path: { id } }, body: { title } }));
}

export async function deleteSession(id: string): Promise<void> {
  await unwrap(api.DELETE("/v1/sessions/{id}", { params: { path: { id } } }));
}

export function listMessages(sessionId: string): Promise<Message[]> {
  return all((after) => {
    const params = { path: { id: sessionId }, query: { limit: 100, after } };
    return unwrap(api.GET("/v1/sessions/{id}/messages", { params }));
  });
}

export interface RunFilter {
  status?: RunStatus;
  sessionId?: string;
  agentId?: string;
  /** Also runs that other runs delegated to. */
  subAgents?: boolean;
}

/** Runs, the newest first. */
export function listRuns(filter: RunFilter, after?: string): Promise<Page<Run>> {
  const query = {
    status: filter.status,
    session_id: filter.sessionId,
    agent_id: filter.agentId,
    include_sub_agents: filter.subAgents,
    limit: 30,
    after,
  };
  return unwrap(api.GET("/v1/runs", { params: { query } }));
}

export function getRun(id: string): Promise<Run> {
  return unwrap(api.GET("/v1/runs/{id}", { params: { path: { id } } }));
}

export async function listSteps(runId: string): Promise<Step[]> {
  const params = { path: { id: runId } };
  return (await unwrap(api.GET("/v1/runs/{id}/steps", { params }))).items;
}

export function listLogs(runId: string, after?: string): Promise<Page<LogEntry>> {
  const params = { path: { id: runId }, query: { limit: 100, after } };
  return unwrap(api.GET("/v1/runs/{id}/logs", { params }));
}

export interface NewRun {
  agentId: string;
  input: string;
  /** What to do while another run of the session is active. */
  policy: InputPolicy;
  /** The same key for the same message, however often it is sent. */
  idempotencyKey: string;
}

/** Starts a run in a session, or in a new one. */
export function startRun(sessionId: string | undefined, run: NewRun) {
  const body = { agent_id: run.agentId, input: run.input, input_policy: run.policy };
  const header = { "Idempotency-Key": run.idempotencyKey };
  if (!sessionId) return unwrap(api.POST("/v1/runs", { params: { header }, body }));
  const params = { header, path: { id: sessionId } };
  return unwrap(api.POST("/v1/sessions/{id}/runs", { params, body }));
}

/** Stops a run: `rollback` also undoes what its tools did. */
export async function cancelRun(id: string, mode: CancelMode = "interrupt"): Promise<void> {
  const params = { path: { id } };
  await unwrap(api.POST("/v1/runs/{id}/cancel", { params, body: { mode } }));
}

export async function pauseRun(id: string): Promise<void> {
  await unwrap(api.POST("/v1/runs/{id}/pause", { params: { path: { id } } }));
}

export async function resumeRun(id: string): Promise<void> {
  await unwrap(api.POST("/v1/runs/{id}/resume", { params: { path: { id } } }));
}

/** All that a session's runs waited for, oldest first. */
export function listSessionInterrupts(sessionId: string): Promise<Interrupt[]> {
  return all((after) => {
    const query = { status: "all" as const, limit: 100, after };
    const params = { path: { id: sessionId }, query };
    return unwrap(api.GET("/v1/sessions/{id}/approvals", { params }));
  });
}

/** Reads every page of a list. */
export async function all<T>(page: (after: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const answer = await page(after);
    items.push(...answer.items);
    after = answer.next ?? undefined;
  } while (after);
  return items;
}
