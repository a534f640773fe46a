"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AppShell } from "@/components/shell/app-shell";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusBadge } from "@/components/ui/status-badge";
import { cancelRun } from "@/lib/api/calls";
import { useRunRecords } from "@/lib/api/order-queries";
import { asProblem } from "@/lib/api/problem";
import { refreshRuns, useRun, useSteps } from "@/lib/api/queries";
import { isTerminal, type Run, type Step } from "@/lib/api/types";
import { textOf } from "@/lib/chat/snapshot";
import { EventList } from "./event-list";
import { RunFacts } from "./run-facts";
import { Artifacts, Commands, Effects, Waits } from "./run-records";
import { StepTimeline } from "./step-timeline";

/** Loaded once there is an answer to show. */
const Markdown = dynamic(() => import("@/components/chat/markdown").then((m) => m.Markdown), {
  ssr: false,
});

/** Loaded when somebody forks. */
const ForkDialog = dynamic(() => import("./fork-dialog"), { ssr: false });

/** `/runs/view/?id=…`: one run with its steps and raw events. */
export function RunPage() {
  const t = useTranslations("run");
  const id = useSearchParams().get("id");
  return (
    <AppShell title={t("title")}>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto w-full max-w-5xl px-4 py-5">
          <Link
            href="/runs/"
            prefetch={false}
            className="inline-flex min-h-6 items-center gap-1.5 text-muted text-sm hover:text-ink"
          >
            <ArrowLeft aria-hidden="true" className="size-4" />
            {t("back")}
          </Link>
          {id ? <RunById key={id} id={id} /> : <p className="mt-4">{t("missing")}</p>}
        </div>
      </div>
    </AppShell>
  );
}

function RunById({ id }: { id: string }) {
  const t = useTranslations("run");
  const run = useRun(id);
  if (run.isPending) return <Waiting />;
  if (!run.data) {
    const { status } = asProblem(run.error);
    if (status === 404 || status === 400) return <p className="mt-4">{t("missing")}</p>;
    return <ProblemNote error={run.error} onRetry={() => void run.refetch()} />;
  }
  return <RunView run={run.data} />;
}

function RunView({ run }: { run: Run }) {
  const t = useTranslations("run");
  const ended = isTerminal(run.status);
  const steps = useSteps(run.id, ended);
  const records = useRunRecords(run.id, ended);
  const { interrupts = [], commands = [], effects = [], artifacts = [] } = records.data ?? {};
  const [forking, setForking] = useState<Step>();
  return (
    <div className="mt-2 space-y-6">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="min-w-0 max-w-full truncate font-semibold text-xl">{textOf(run.input)}</h1>
        <StatusBadge status={run.status} />
        {ended ? null : <StopButton run={run} />}
      </div>
      {run.queued_for ? (
        <p className="text-muted text-sm">{t(`queuedFor.${run.queued_for}`)}</p>
      ) : null}
      <RunFacts run={run} />
      {run.error ? (
        <div className="rounded-xl border border-bad bg-bad-soft p-3 text-sm">
          <p className="[overflow-wrap:anywhere]">{run.error.message}</p>
          {run.error.suggestion ? (
            <p className="mt-1">{t("suggestion", { text: run.error.suggestion })}</p>
          ) : null}
          <p className="mt-1 font-mono text-muted text-xs">{run.error.code}</p>
        </div>
      ) : null}
      <Waits interrupts={interrupts} />
      <section aria-labelledby="timeline">
        <h2 id="timeline" className="mb-2 font-semibold">
          {t("timeline")}
        </h2>
        <div className="rounded-xl border border-line bg-panel p-4">
          {steps.isError ? (
            <ProblemNote error={steps.error} onRetry={() => void steps.refetch()} />
          ) : (
            <StepTimeline
              steps={steps.data ?? []}
              waits={interrupts.filter((one) => one.run_id === run.id)}
              onFork={run.parent_run_id ? undefined : setForking}
            />
          )}
        </div>
      </section>
      {run.output ? (
        <section aria-labelledby="output">
          <h2 id="output" className="mb-2 font-semibold">
            {t("output")}
          </h2>
          <div className="rounded-xl border border-line bg-panel p-4">
            <Markdown text={run.output} />
          </div>
        </section>
      ) : null}
      {records.isError ? (
        <ProblemNote error={records.error} onRetry={() => void records.refetch()} />
      ) : null}
      <Effects effects={effects} />
      <Artifacts artifacts={artifacts} />
      <Commands commands={commands} />
      {forking ? (
        <ForkDialog runId={run.id} step={forking} onClose={() => setForking(undefined)} />
      ) : null}
      <EventList runId={run.id} ended={ended} />
    </div>
  );
}

function StopButton({ run }: { run: Run }) {
  const t = useTranslations("run");
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>();
  const stop = async () => {
    setProblem(undefined);
    await cancelRun(run.id).catch(setProblem);
    refreshRuns(client);
  };
  return (
    <>
      <Button disabled={run.status === "cancelling"} onClick={() => void stop()}>
        {t("stop")}
      </Button>
      {problem ? <ProblemNote error={problem} /> : null}
    </>
  );
}

function Waiting() {
  return (
    <div className="mt-4 space-y-4" aria-hidden="true">
      <Skeleton className="h-7 w-1/2" />
      <Skeleton className="h-20 w-full" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}
