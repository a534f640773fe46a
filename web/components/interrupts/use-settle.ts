import { useMutation, useQueryClient } from "@tanstack/react-query";
import { refreshRuns } from "@/lib/api/queries";

/** Settles an interrupt. What shows it is asked for again, also after a refusal: another may have been first. */
export function useSettle() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (order: () => Promise<void>) => order(),
    onSettled: () => refreshRuns(client),
  });
}

export type Settle = ReturnType<typeof useSettle>;
