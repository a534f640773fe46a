"use client";

import { clsx } from "clsx";
import { GitFork } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { Interrupt, Step } from "@/lib/api/types";
import { useDuration } from "@/lib/i18n/format";
import { iso, place, type Span, spanOf, timelineOf } from "@/lib/runs/timeline";

const TONES: Record<string, string> = {
  THINK: "bg-[#2f6fe0] dark:bg-[#7fb0ff]",
  ACT: "bg-[#8a4b00] dark:bg-[#f0b35c]",
  DELEGATE: "bg-[#14683a] dark:bg-[#7fd6a0]",
  RESPOND: "bg-[#5d5c57] dark:bg-[#a8a7a1]",
};

/** Steps that can be done anew in a fork. */
const FORKS: ReadonlySet<string> = new Set(["THINK", "ACT", "DELEGATE"]);

const NONE: readonly Interrupt[] = [];

interface StepTimelineProps {
  steps: readonly Step[];
  /** What was waited for meanwhile. */
  waits?: readonly Interrupt[];
  /** Offers to fork from a step. */
  onFork?: (step: Step) => void;
}

/** Steps and waits as bars on one scale of time, in the order they began. Times are the server's. */
export function StepTimeline({ steps, waits = NONE, onFork }: StepTimelineProps) {
  const t = useTranslations("run");
  const duration = useDuration();
  const span = spanOf(steps, waits);
  if (!span) return <p className="text-muted text-sm">{t("noSteps")}</p>;
  const own = steps.filter((step) => !step.tool).length;
  const total = span.to > span.from ? (duration(iso(span.from), iso(span.to)) ?? "–") : "–";
  return (
    <>
      <p className="mb-2 text-muted text-xs">{t("summary", { steps: own, duration: total })}</p>
      <ol className="space-y-1.5">
        {timelineOf(steps, waits).map((row) =>
          row.kind === "wait" ? (
            <WaitRow key={row.wait.id} wait={row.wait} span={span} wide={Boolean(onFork)} />
          ) : (
            <Row key={row.step.step_id} step={row.step} span={span} onFork={onFork} />
          ),
        )}
      </ol>
    </>
  );
}

/** The columns: name, bar, time, and what can be done. */
function columns(wide: boolean): string {
  return clsx(
    "grid items-center gap-2 text-xs",
    wide ? "grid-cols-[6.5rem_1fr_4rem_1.75rem]" : "grid-cols-[6.5rem_1fr_4rem]",
  );
}

const TRACK = "relative h-2.5 overflow-hidden rounded-full bg-sunken";

interface RowProps {
  step: Step;
  span: Span;
  onFork: ((step: Step) => void) | undefined;
}

function Row({ step, span, onFork }: RowProps) {
  const t = useTranslations("run");
  const status = useTranslations("status");
  const took = useDuration()(step.started_at, step.ended_at);
  const failed = step.status === "failed" || step.status === "unknown";
  const below = step.sub_agent_run_id;
  return (
    <li
      data-step={step.kind}
      className={columns(Boolean(onFork))}
      title={step.error?.message ?? undefined}
    >
      <span className={clsx("truncate font-mono", step.tool && "pl-3")}>
        {below ? (
          <Link
            href={`/runs/view/?id=${below}`}
            prefetch={false}
            title={t("openSubAgent")}
            className="text-accent underline underline-offset-2"
          >
            {step.tool?.replace(/^delegate_to_/, "") ?? step.kind}
          </Link>
        ) : (
          (step.tool ?? step.kind)
        )}
      </span>
      <span aria-hidden="true" className={TRACK}>
        {step.started_at ? (
          <span
            className={clsx(
              "absolute inset-y-0 min-w-1 rounded-full",
              failed ? "bg-bad" : TONES[step.kind],
              step.status === "running" && "animate-pulse",
            )}
            style={place(step.started_at, step.ended_at, span)}
          />
        ) : null}
      </span>
      <span className={clsx("text-right", failed ? "text-bad" : "text-muted")}>
        {step.status === "succeeded" ? took : status(step.status)}
        {step.attempts > 1 ? (
          <span className="block">{t("attempts", { count: step.attempts })}</span>
        ) : null}
      </span>
      {onFork && !step.tool && FORKS.has(step.kind) ? (
        <button
          type="button"
          aria-label={t("forkFrom", { step: step.number })}
          title={t("forkFrom", { step: step.number })}
          onClick={() => onFork(step)}
          className="inline-flex size-7 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
        >
          <GitFork aria-hidden="true" className="size-3.5" />
        </button>
      ) : null}
    </li>
  );
}

interface WaitRowProps {
  wait: Interrupt;
  span: Span;
  wide: boolean;
}

function WaitRow({ wait, span, wide }: WaitRowProps) {
  const t = useTranslations("run");
  const took = useDuration()(wait.created_at, wait.settled_at);
  return (
    <li data-wait={wait.reason} className={columns(wide)} title={wait.message}>
      <span className="truncate pl-3 text-warn">{t("waits", { reason: wait.reason })}</span>
      <span aria-hidden="true" className={TRACK}>
        <span
          className={clsx(
            "absolute inset-y-0 min-w-1 rounded-full bg-warn opacity-60",
            wait.status === "open" && "animate-pulse",
          )}
          style={place(wait.created_at, wait.settled_at, span)}
        />
      </span>
      <span className="text-right text-muted">{took ?? t("open")}</span>
    </li>
  );
}
