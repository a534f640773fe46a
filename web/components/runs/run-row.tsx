"use client";

import { MessageSquare } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { StatusBadge } from "@/components/ui/status-badge";
import type { Run } from "@/lib/api/types";
import { textOf } from "@/lib/chat/snapshot";
import { useDuration, useStamp } from "@/lib/i18n/format";

/** A run in the list. */
export function RunRow({ run, agent }: { run: Run; agent: string | undefined }) {
  const t = useTranslations("runs");
  const stamp = useStamp();
  const duration = useDuration()(run.started_at, run.ended_at);
  const facts = [agent, stamp(run.created_at), duration, `${t("steps")} ${run.steps}`];
  return (
    <li data-run={run.id} className="flex items-center gap-3 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <Link
          href={`/runs/view/?id=${run.id}`}
          prefetch={false}
          className="block min-h-6 truncate rounded hover:underline"
        >
          {textOf(run.input) || run.id}
        </Link>
        <p className="truncate text-muted text-xs">{facts.filter(Boolean).join(" · ")}</p>
      </div>
      <StatusBadge status={run.status} />
      <Link
        href={`/chat/?session=${run.session_id}`}
        prefetch={false}
        aria-label={t("openChat")}
        title={t("openChat")}
        className="inline-flex size-9 shrink-0 items-center justify-center rounded-lg hover:bg-sunken"
      >
        <MessageSquare aria-hidden="true" className="size-4" />
      </Link>
    </li>
  );
}
