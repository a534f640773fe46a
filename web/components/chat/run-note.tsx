"use client";

import { CircleAlert, CircleSlash, Hourglass, Pause } from "lucide-react";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { RunView } from "@/lib/chat/transcript";

/** Loaded when there is something to try again. */
const RetryButton = dynamic(() => import("./retry-button"), { ssr: false });

interface RunNoteProps {
  run: RunView;
  writing: boolean;
  /** Whether what it waits for is shown already. */
  told: boolean;
  /** Whether it is the session's last run, which alone can be tried again. */
  newest: boolean;
}

/** How a run stands, where that is not plain from its messages. */
export function RunNote({ run, writing, told, newest }: RunNoteProps) {
  const t = useTranslations("chat");
  const problem = useTranslations("problem");
  switch (run.status) {
    case "failed":
    case "expired":
      return (
        <div
          className="rounded-xl border border-bad bg-bad-soft p-3 text-sm"
          data-note={run.status}
        >
          <Line icon={<CircleAlert className="size-4 text-bad" />}>{t(run.status)}</Line>
          {run.error ? (
            <>
              <p className="mt-1 [overflow-wrap:anywhere]">{run.error.message}</p>
              {run.error.suggestion ? <p className="mt-1">{run.error.suggestion}</p> : null}
              <p className="mt-1 font-mono text-muted text-xs">
                {problem("code", { code: run.error.code })}
              </p>
            </>
          ) : null}
          {newest ? <RetryButton runId={run.id} /> : null}
        </div>
      );
    case "cancelled":
      return (
        <div className="text-muted text-sm" data-note="cancelled">
          <Line icon={<CircleSlash className="size-4" />}>{t("cancelled")}</Line>
          {newest ? <RetryButton runId={run.id} /> : null}
        </div>
      );
    case "paused":
      return (
        <div className="text-muted text-sm" data-note="paused">
          <Line icon={<Pause className="size-4" />}>{t("paused")}</Line>
        </div>
      );
    case "waiting":
      return told ? null : (
        <div className="rounded-xl border border-warn bg-warn-soft p-3 text-sm" data-note="waiting">
          <Line icon={<Hourglass className="size-4 text-warn" />}>
            {t("waiting", { reason: run.waitingFor ?? "other" })}
          </Line>
          {run.error ? <p className="mt-1 [overflow-wrap:anywhere]">{run.error.message}</p> : null}
        </div>
      );
    case "starting":
    case "running":
      return writing ? null : <Working text={workingText(run.step, t)} />;
    case "cancelling":
      return <Working text={t("stopping")} />;
    default:
      return null;
  }
}

function workingText(
  step: string | undefined,
  t: ReturnType<typeof useTranslations<"chat">>,
): string {
  if (step === "THINK") return t("thinking");
  return step === "ACT" ? t("acting") : t("working");
}

function Working({ text }: { text: string }) {
  return (
    <p className="flex items-center gap-2 text-muted text-sm" data-note="working">
      <span aria-hidden="true" className="size-2 animate-pulse rounded-full bg-accent" />
      {text}
    </p>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex items-center gap-2 font-medium">
      <span aria-hidden="true">{icon}</span>
      {children}
    </p>
  );
}
