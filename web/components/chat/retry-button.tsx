"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { retryRun } from "@/lib/api/orders";
import { refreshRuns } from "@/lib/api/queries";
import { sessionStore } from "@/lib/chat/session-store";

/** Does the failed step again, in a new run of the session. */
export default function RetryButton({ runId }: { runId: string }) {
  const t = useTranslations("chat");
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () => retryRun(runId),
    onSuccess: (run) => sessionStore(run.session_id, () => refreshRuns(client)).ordered(),
    onSettled: () => refreshRuns(client),
  });
  return (
    <div className="mt-2 space-y-2">
      <Button disabled={retry.isPending} onClick={() => retry.mutate()}>
        <RotateCcw aria-hidden="true" className="size-4" />
        {t("retry")}
      </Button>
      {retry.isError ? <ProblemNote error={retry.error} /> : null}
    </div>
  );
}
