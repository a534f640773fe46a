import { type QueryClient, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import * as calls from "./calls";
import { isTerminal, type RunStatus } from "./types";

/** How often a list that may change by itself is asked for again. */
export const LIST_EVERY_MS = 4_000;

export function useAgents() {
  return useQuery({ queryKey: ["agents"], queryFn: calls.listAgents, staleTime: 60_000 });
}

export function useSessions(q: string) {
  return useInfiniteQuery({
    queryKey: ["sessions", q],
    queryFn: ({ pageParam }) => calls.listSessions(q, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 30_000,
  });
}

export function useSession(id: string) {
  return useQuery({ queryKey: ["session", id], queryFn: () => calls.getSession(id) });
}

/** Runs, the newest first; asked for again while somebody looks. */
export function useRuns(status: RunStatus | undefined) {
  return useInfiniteQuery({
    queryKey: ["runs", status ?? "all"],
    queryFn: ({ pageParam }) => calls.listRuns({ status }, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: LIST_EVERY_MS,
  });
}

/** One run; asked for again until it has ended. */
export function useRun(id: string) {
  return useQuery({
    queryKey: ["run", id],
    queryFn: () => calls.getRun(id),
    refetchInterval: (query) =>
      query.state.data && isTerminal(query.state.data.status) ? false : LIST_EVERY_MS,
  });
}

export function useSteps(runId: string | undefined, ended: boolean) {
  return useQuery({
    queryKey: ["steps", runId, ended],
    queryFn: () => calls.listSteps(runId ?? ""),
    enabled: Boolean(runId),
    placeholderData: (previous, query) => (query?.queryKey[1] === runId ? previous : undefined),
    refetchInterval: ended ? false : LIST_EVERY_MS,
  });
}

export function useLogs(runId: string, ended: boolean) {
  return useInfiniteQuery({
    queryKey: ["logs", runId, ended],
    queryFn: ({ pageParam }) => calls.listLogs(runId, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (previous) => previous,
    refetchInterval: ended ? false : LIST_EVERY_MS,
  });
}

/** A run began, moved on or ended: what shows runs is out of date. */
export function refreshRuns(client: QueryClient): void {
  for (const key of ["runs", "run", "steps", "records", "inbox", "sessions"]) {
    void client.invalidateQueries({ queryKey: [key] });
  }
}
