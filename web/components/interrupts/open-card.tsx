"use client";

import { CircleHelp, Hourglass, ShieldAlert, Wallet } from "lucide-react";
import { useTranslations } from "use-intl";
import { ProblemNote } from "@/components/ui/problem-note";
import type { Interrupt } from "@/lib/api/types";
import { useStamp } from "@/lib/i18n/format";
import { ApprovalForm } from "./approval-form";
import { QuestionForm } from "./question-form";
import { RecoveryForm } from "./recovery-form";
import { useSettle } from "./use-settle";

const ICONS = { approval: ShieldAlert, input: CircleHelp, recovery: Hourglass, budget: Wallet };

/** What is asked, and what can be decided. */
export default function OpenCard({ interrupt }: { interrupt: Interrupt }) {
  const settle = useSettle();
  const title = useTitle(interrupt);
  const Icon = ICONS[interrupt.reason];
  return (
    <article
      aria-label={title}
      data-interrupt={interrupt.reason}
      data-interrupt-id={interrupt.id}
      className="rounded-xl border border-warn bg-warn-soft p-3 text-sm"
    >
      <p className="flex items-center gap-2 font-medium">
        <Icon aria-hidden="true" className="size-4 shrink-0 text-warn" />
        {title}
      </p>
      <div className="mt-2 space-y-3">
        {interrupt.reason === "approval" ? (
          <ApprovalForm interrupt={interrupt} settle={settle} />
        ) : interrupt.reason === "input" ? (
          <QuestionForm interrupt={interrupt} settle={settle} />
        ) : (
          <RecoveryForm interrupt={interrupt} settle={settle} />
        )}
        {settle.isError ? <ProblemNote error={settle.error} /> : null}
        <Times interrupt={interrupt} />
      </div>
    </article>
  );
}

function useTitle({ reason, code, tool }: Interrupt): string {
  const t = useTranslations("interrupt");
  if (code === "effect_unknown") return t("effectTitle", { tool: tool ?? "" });
  return t(`titles.${reason}`);
}

/** Until when it can be decided, and whether somebody was reminded. */
function Times({ interrupt }: { interrupt: Interrupt }) {
  const t = useTranslations("interrupt");
  const stamp = useStamp();
  const { deadline, reminded_at: reminded, detail } = interrupt;
  const again = typeof detail.tries_again_at === "string" ? detail.tries_again_at : undefined;
  const lines = [
    deadline ? t("deadline", { at: stamp(deadline) }) : undefined,
    reminded ? t("reminded", { at: stamp(reminded) }) : undefined,
    again ? t("triesAgain", { at: stamp(again) }) : undefined,
  ].filter(Boolean);
  return lines.length > 0 ? <p className="text-muted text-xs">{lines.join(" · ")}</p> : null;
}
