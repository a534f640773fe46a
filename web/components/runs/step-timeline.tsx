"use client";

import { clsx } from "clsx";
import { useTranslations } from "use-intl";
import type { Step } from "@/lib/api/types";
import { useDuration } from "@/lib/i18n/format";

const TONES: Record<string, string> = {
  THINK: "bg-[#2f6fe0] dark:bg-[#7fb0ff]",
  ACT: "bg-[#8a4b00] dark:bg-[#f0b35c]",
  DELEGATE: "bg-[#14683a] dark:bg-[#7fd6a0]",
  RESPOND: "bg-[#5d5c57] dark:bg-[#a8a7a1]",
};

/** Steps as bars on one scale of time, in the order they began. Times are the server's. */
export function StepTimeline({ steps }: { steps: readonly Step[] }) {
  const t = useTranslations("run");
  const duration = useDuration();
  const span = spanOf(steps);
  if (!span) return <p className="text-muted text-sm">{t("noSteps")}</p>;
  const own = steps.filter((step) => !step.tool).length;
  const total = span.to > span.from ? (duration(iso(span.from), iso(span.to)) ?? "–") : "–";
  return (
    <>
      <p className="mb-2 text-muted text-xs">{t("summary", { steps: own, duration: total })}</p>
      <ol className="space-y-1.5">
        {steps.map((step) => (
          <Row key={step.step_id} step={step} span={span} />
        ))}
      </ol>
    </>
  );
}

interface Span {
  from: number;
  to: number;
}

function Row({ step, span }: { step: Step; span: Span }) {
  const t = useTranslations("run");
  const status = useTranslations("status");
  const took = useDuration()(step.started_at, step.ended_at);
  const failed = step.status === "failed";
  return (
    <li
      data-step={step.kind}
      className="grid grid-cols-[6.5rem_1fr_4rem] items-center gap-2 text-xs"
      title={step.error?.message ?? undefined}
    >
      <span className={clsx("truncate font-mono", step.tool && "pl-3")}>
        {step.tool ?? step.kind}
      </span>
      <span aria-hidden="true" className="relative h-2.5 overflow-hidden rounded-full bg-sunken">
        {step.started_at ? (
          <span
            className={clsx(
              "absolute inset-y-0 min-w-1 rounded-full",
              failed ? "bg-bad" : TONES[step.kind],
              step.status === "running" && "animate-pulse",
            )}
            style={place(step, span)}
          />
        ) : null}
      </span>
      <span className={clsx("text-right", failed ? "text-bad" : "text-muted")}>
        {step.status === "succeeded" ? took : status(step.status)}
        {step.attempts > 1 ? (
          <span className="block">{t("attempts", { count: step.attempts })}</span>
        ) : null}
      </span>
    </li>
  );
}

function spanOf(steps: readonly Step[]): Span | undefined {
  const stamps = steps.flatMap((step) => [step.started_at, step.ended_at]);
  const times = stamps.flatMap((stamp) => (stamp ? [Date.parse(stamp)] : []));
  if (times.length === 0) return undefined;
  return { from: Math.min(...times), to: Math.max(...times) };
}

function place(step: Step, span: Span): { left: string; width: string } {
  const whole = Math.max(1, span.to - span.from);
  const start = Date.parse(step.started_at ?? "") - span.from;
  const end = (step.ended_at ? Date.parse(step.ended_at) : span.to) - span.from;
  const left = Math.min(98, (start / whole) * 100);
  return { left: `${left}%`, width: `${Math.max(2, ((end - start) / whole) * 100)}%` };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
