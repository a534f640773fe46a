"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { StepTimeline } from "@/components/runs/step-timeline";
import { useSteps } from "@/lib/api/queries";
import { type Interrupt, isTerminal } from "@/lib/api/types";
import type { RunView } from "@/lib/chat/transcript";

interface RunPanelProps {
  run: RunView | undefined;
  /** What it waits for, or waited for. */
  waits: readonly Interrupt[];
}

/** The newest run's steps beside the conversation, where there is room. */
export default function RunPanel({ run, waits }: RunPanelProps) {
  const t = useTranslations("run");
  const chat = useTranslations("chat");
  const steps = useSteps(run?.id, run ? isTerminal(run.status) : false);
  return (
    <aside
      aria-label={t("timeline")}
      className="hidden w-80 shrink-0 flex-col border-line border-l bg-panel xl:flex"
    >
      <h2 className="px-4 pt-3 font-semibold text-sm">{t("timeline")}</h2>
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-4 py-2">
        <StepTimeline steps={steps.data ?? []} waits={waits} />
      </div>
      {run ? (
        <p className="border-line border-t px-4 py-2 text-sm">
          <Link
            href={`/runs/view/?id=${run.id}`}
            prefetch={false}
            className="inline-flex min-h-6 items-center text-accent underline underline-offset-2"
          >
            {chat("openRun")}
          </Link>
        </p>
      ) : null}
    </aside>
  );
}
