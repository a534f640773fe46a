import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import * as orders from "./orders";
import { LIST_EVERY_MS } from "./queries";
import type { WaitReason } from "./types";

/** What waits for a person; asked for again while somebody looks. */
export function useInbox(reason: WaitReason | undefined) {
  return useInfiniteQuery({
    queryKey: ["inbox", reason ?? "all"],
    queryFn: ({ pageParam }) => orders.listInbox(reason, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: LIST_EVERY_MS,
  });
}

/** What a run waited for, was told, and did outside; asked for again until it has ended. */
export function useRunRecords(runId: string, ended: boolean) {
  return useQuery({
    queryKey: ["records", runId, ended],
    queryFn: async () => {
      const [interrupts, commands, effects, artifacts] = await Promise.all([
        orders.listRunInterrupts(runId),
        orders.listCommands(runId),
        orders.listEffects(runId),
        orders.listArtifacts(runId),
      ]);
      return { interrupts, commands, effects, artifacts };
    },
    placeholderData: (previous) => previous,
    refetchInterval: ended ? false : LIST_EVERY_MS,
  });
}

/** Models that can be named: the default one, and the default of each provider. */
export function useModelNames(): string[] {
  const models = useQuery({ queryKey: ["models"], queryFn: orders.getModels, staleTime: 60_000 });
  if (!models.data) return [];
  const { default_model, providers } = models.data;
  return [...new Set([default_model, ...providers.map((name) => `${name}/default`)])];
}

/** The first part of an artifact's text. */
export function useArtifactText(id: string, length: number, wanted: boolean) {
  return useQuery({
    queryKey: ["artifact", id, length],
    queryFn: () => orders.readArtifact(id, length),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
