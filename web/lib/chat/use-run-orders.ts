import { useMutation, useQueryClient } from "@tanstack/react-query";
import { cancelRun, pauseRun, resumeRun } from "@/lib/api/calls";
import { refreshRuns } from "@/lib/api/queries";

/** What can be ordered of a run under way. */
export interface RunOrders {
  pause: () => void;
  resume: () => void;
  stop: () => void;
  /** Stops it and undoes what its tools did. */
  undo: () => void;
  pending: boolean;
  problem: unknown;
}

/** Orders for a run; nothing while there is none. */
export function useRunOrders(runId: string | undefined): RunOrders {
  const client = useQueryClient();
  const order = useMutation({
    mutationFn: (tell: (id: string) => Promise<void>) => (runId ? tell(runId) : Promise.resolve()),
    onSettled: () => refreshRuns(client),
  });
  return {
    pause: () => order.mutate(pauseRun),
    resume: () => order.mutate(resumeRun),
    stop: () => order.mutate((id) => cancelRun(id)),
    undo: () => order.mutate((id) => cancelRun(id, "rollback")),
    pending: order.isPending,
    problem: order.error ?? undefined,
  };
}
