import { all, type Page } from "./calls";
import { api, unwrap } from "./client";
import type {
  Artifact,
  Command,
  EffectEntry,
  Interrupt,
  Recovery,
  TopUp,
  WaitReason,
} from "./types";

/** What waits for a person, over the whole organization, oldest first. */
export function listInbox(
  reason: WaitReason | undefined,
  after?: string,
): Promise<Page<Interrupt>> {
  const query = { status: "open" as const, reason, limit: 30, after };
  return unwrap(api.GET("/v1/approvals", { params: { query } }));
}

/** All that a run and its sub-agents waited for, oldest first. */
export function listRunInterrupts(runId: string): Promise<Interrupt[]> {
  return all((after) => {
    const query = { status: "all" as const, limit: 100, after };
    return unwrap(api.GET("/v1/runs/{id}/approvals", { params: { path: { id: runId }, query } }));
  });
}

/** Lets a tool call be made, with other arguments if some are given. */
export async function approve(of: Interrupt, args?: Record<string, unknown>): Promise<void> {
  const body = { interrupt_id: of.id, arguments: args };
  await unwrap(api.POST("/v1/runs/{id}/approve", { params: run(of.run_id), body }));
}

/** Forbids a tool call; the agent is told why. */
export async function deny(of: Interrupt, reason?: string): Promise<void> {
  const body = { interrupt_id: of.id, reason };
  await unwrap(api.POST("/v1/runs/{id}/deny", { params: run(of.run_id), body }));
}

export async function answer(of: Interrupt, text: string): Promise<void> {
  const body = { interrupt_id: of.id, text };
  await unwrap(api.POST("/v1/runs/{id}/answer", { params: run(of.run_id), body }));
}

/** Settles what a waiting run is to do. */
export async function recover(of: Interrupt, order: Recovery): Promise<void> {
  const body = { ...order, interrupt_id: of.id };
  await unwrap(api.POST("/v1/runs/{id}/recover", { params: run(of.run_id), body }));
}

export async function topUp(runId: string, amount: TopUp): Promise<void> {
  await unwrap(api.POST("/v1/runs/{id}/top-up", { params: run(runId), body: amount }));
}

/** Does the step at which a run failed again, in a new run of the same session. */
export function retryRun(id: string) {
  return unwrap(api.POST("/v1/runs/{id}/retry", { params: run(id) }));
}

/** Goes on from a step in a new session. */
export function forkRun(id: string, step: number, input?: string) {
  const body = { step, input: input || undefined };
  return unwrap(api.POST("/v1/runs/{id}/fork", { params: run(id), body }));
}

export async function listCommands(runId: string): Promise<Command[]> {
  return (await unwrap(api.GET("/v1/runs/{id}/commands", { params: run(runId) }))).items;
}

export async function listEffects(runId: string): Promise<EffectEntry[]> {
  return (await unwrap(api.GET("/v1/runs/{id}/effects", { params: run(runId) }))).items;
}

export async function listArtifacts(runId: string): Promise<Artifact[]> {
  return (await unwrap(api.GET("/v1/runs/{id}/artifacts", { params: run(runId) }))).items;
}

/** The first characters of an artifact's text. */
export function readArtifact(id: string, length: number): Promise<string> {
  const params = { path: { id }, query: { offset: 0, length } };
  return unwrap(api.GET("/v1/artifacts/{id}/content", { params, parseAs: "text" }));
}

export function getModels() {
  return unwrap(api.GET("/v1/models"));
}

function run(id: string) {
  return { path: { id } };
}
