"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useAgents } from "@/lib/api/queries";
import type { Run } from "@/lib/api/types";
import { useDuration, useStamp } from "@/lib/i18n/format";

/** What there is to know of a run at a glance. */
export function RunFacts({ run }: { run: Run }) {
  const t = useTranslations("run");
  const list = useTranslations("runs");
  const stamp = useStamp();
  const duration = useDuration()(run.started_at, run.ended_at);
  const agent = useAgents().data?.find((one) => one.id === run.agent_id);
  const { input, cached_input: cached, output, reasoning } = run.usage;
  return (
    <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-2 lg:grid-cols-3">
      <Fact name={list("agent")}>
        {agent?.name ?? run.agent_id} · {t("version", { version: run.agent_version })}
      </Fact>
      <Fact name={t("created")}>{stamp(run.created_at)}</Fact>
      <Fact name={list("duration")}>{duration ?? "–"}</Fact>
      <Fact name={t("tokens")}>{t("tokensValue", { input, cached, output, reasoning })}</Fact>
      <Fact name={t("cost")}>{t("costValue", { value: run.cost_micros / 1_000_000 })}</Fact>
      <Related run={run} />
      <Fact name={t("id")}>
        <code className="break-all font-mono text-xs">{run.id}</code>
      </Fact>
      <Fact name={t("session")}>
        <Link
          href={`/chat/?session=${run.session_id}`}
          prefetch={false}
          className="break-all font-mono text-accent text-xs underline underline-offset-2"
        >
          {run.session_id}
        </Link>
      </Fact>
    </dl>
  );
}

/** The runs it came from. */
function Related({ run }: { run: Run }) {
  const t = useTranslations("run");
  const related = [
    { name: t("parent"), id: run.parent_run_id },
    { name: t("retryOf"), id: run.retry_of },
    { name: t("forkedFrom"), id: run.forked_from },
  ];
  return related.map(({ name, id }) =>
    id ? (
      <Fact key={name} name={name}>
        <Link
          href={`/runs/view/?id=${id}`}
          prefetch={false}
          className="break-all font-mono text-accent text-xs underline underline-offset-2"
        >
          {id}
        </Link>
      </Fact>
    ) : null,
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
