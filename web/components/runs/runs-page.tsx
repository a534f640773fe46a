"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { AppShell } from "@/components/shell/app-shell";
import { AddressFilter } from "@/components/ui/address-filter";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { Skeleton } from "@/components/ui/skeleton";
import { useAgents, useRuns } from "@/lib/api/queries";
import { RUN_STATUSES, type RunStatus } from "@/lib/api/types";
import { RunRow } from "./run-row";

/** `/runs/?status=…`: the organization's runs, the newest first. */
export function RunsPage() {
  const t = useTranslations("runs");
  return (
    <AppShell title={t("title")}>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto w-full max-w-5xl px-4 py-5">
          <RunList />
        </div>
      </div>
    </AppShell>
  );
}

function RunList() {
  const t = useTranslations("runs");
  const status = useStatusFilter();
  const runs = useRuns(status);
  const agents = useAgents();
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const names = new Map(agents.data?.map((agent) => [agent.id, agent.name]));
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="mr-auto font-semibold text-xl">{t("title")}</h1>
        <StatusFilter value={status} />
      </div>
      <div className="mt-4 space-y-3">
        {runs.isPending ? <Waiting /> : null}
        {runs.isError ? (
          <ProblemNote error={runs.error} onRetry={() => void runs.refetch()} />
        ) : null}
        {runs.isSuccess && items.length === 0 ? <Nothing status={status} /> : null}
        {items.length > 0 ? (
          <ul
            aria-label={t("list")}
            className="divide-y divide-line rounded-xl border border-line bg-panel"
          >
            {items.map((run) => (
              <RunRow key={run.id} run={run} agent={names.get(run.agent_id)} />
            ))}
          </ul>
        ) : null}
        {runs.hasNextPage ? (
          <Button onClick={() => void runs.fetchNextPage()}>{t("more")}</Button>
        ) : null}
      </div>
    </>
  );
}

function useStatusFilter(): RunStatus | undefined {
  const value = useSearchParams().get("status");
  return RUN_STATUSES.find((status) => status === value);
}

function StatusFilter({ value }: { value: RunStatus | undefined }) {
  const t = useTranslations("runs");
  const names = useTranslations("status");
  return (
    <AddressFilter
      page="/runs/"
      parameter="status"
      value={value}
      values={RUN_STATUSES}
      label={t("filter")}
      all={t("all")}
      nameOf={(status) => names(status)}
    />
  );
}

function Nothing({ status }: { status: RunStatus | undefined }) {
  const t = useTranslations("runs");
  const names = useTranslations("status");
  return (
    <div className="rounded-xl border border-line border-dashed p-8 text-center text-muted">
      <p>{status ? t("noneWith", { status: names(status) }) : t("none")}</p>
      <p className="mt-2">
        <Link
          href={status ? "/runs/" : "/chat/"}
          prefetch={false}
          className="inline-flex min-h-6 items-center text-accent underline underline-offset-2"
        >
          {status ? t("showAll") : t("chat")}
        </Link>
      </p>
    </div>
  );
}

function Waiting() {
  return (
    <div aria-hidden="true" className="divide-y divide-line rounded-xl border border-line bg-panel">
      {["a", "b", "c", "d"].map((key) => (
        <div key={key} className="space-y-2 px-4 py-3">
          <Skeleton className="h-5 w-2/3" />
          <Skeleton className="h-4 w-1/3" />
        </div>
      ))}
    </div>
  );
}
