"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { asProblem } from "@/lib/api/problem";
import { Button } from "./button";

/** Says what went wrong, with the code to look for, and offers to try again. */
export function ProblemNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTranslations("problem");
  const problem = asProblem(error);
  return (
    <div role="alert" className="rounded-xl border border-bad bg-bad-soft p-3 text-sm">
      <p className="flex items-center gap-2 font-medium">
        <CircleAlert aria-hidden="true" className="size-4 text-bad" />
        {t("title")}
      </p>
      <p className="mt-1 break-words">{problem.status === 0 ? t("unreachable") : problem.detail}</p>
      <p className="mt-1 break-all font-mono text-muted text-xs">
        {t("code", { code: problem.code })}
        {problem.field ? ` · ${t("field", { field: problem.field })}` : ""}
      </p>
      {onRetry ? (
        <Button className="mt-2" onClick={onRetry}>
          {t("retry")}
        </Button>
      ) : null}
    </div>
  );
}
