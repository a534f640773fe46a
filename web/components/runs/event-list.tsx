"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { useLogs } from "@/lib/api/queries";
import type { LogEntry } from "@/lib/api/types";
import { useStamp } from "@/lib/i18n/format";

/** A run's durable events as they are kept, each with its raw JSON. */
export function EventList({ runId, ended }: { runId: string; ended: boolean }) {
  const t = useTranslations("run");
  const logs = useLogs(runId, ended);
  const entries = logs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="events">
      <h2 id="events" className="mb-2 font-semibold">
        {t("events")}
      </h2>
      {logs.isError ? <ProblemNote error={logs.error} onRetry={() => void logs.refetch()} /> : null}
      {logs.isSuccess && entries.length === 0 ? (
        <p className="text-muted text-sm">{t("noEvents")}</p>
      ) : null}
      {entries.length > 0 ? (
        <ol className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-panel">
          {entries.map((entry) => (
            <EventRow key={entry.pos} entry={entry} />
          ))}
        </ol>
      ) : null}
      {logs.hasNextPage ? (
        <Button className="mt-3" onClick={() => void logs.fetchNextPage()}>
          {t("more")}
        </Button>
      ) : null}
    </section>
  );
}

function EventRow({ entry }: { entry: LogEntry }) {
  const stamp = useStamp();
  const name = String(entry.event.name ?? entry.event.stepName ?? "");
  return (
    <li data-pos={entry.pos}>
      <details className="group">
        <summary className="flex min-h-9 list-none items-center gap-3 px-3 text-xs hover:bg-sunken">
          <span className="w-8 shrink-0 text-right text-muted">{entry.pos}</span>
          <span className="min-w-0 flex-1 truncate font-mono">
            {String(entry.event.type)}
            {name ? <span className="text-muted"> {name}</span> : null}
          </span>
          <time dateTime={entry.at} className="hidden shrink-0 text-muted sm:inline">
            {stamp(entry.at)}
          </time>
        </summary>
        <pre
          tabIndex={0}
          className="overflow-x-auto border-line border-t bg-sunken p-3 font-mono text-xs"
        >
          {JSON.stringify(entry, null, 2)}
        </pre>
      </details>
    </li>
  );
}
