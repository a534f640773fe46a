"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { StatusBadge } from "@/components/ui/status-badge";
import type { Agent } from "@/lib/api/types";
import type { RunView } from "@/lib/chat/transcript";
import type { StreamState } from "@/lib/stream/event-stream";
import { AgentPicker } from "./agent-picker";

interface ChatHeaderProps {
  title: string;
  run: RunView | undefined;
  stream: StreamState | undefined;
  agents: readonly Agent[];
  agentId: string | undefined;
  onAgent: (id: string) => void;
}

/** The session's name, how its run stands, how fresh the page is, who answers next. */
export function ChatHeader({ title, run, stream, agents, agentId, onAgent }: ChatHeaderProps) {
  const t = useTranslations("chat");
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-2">
      <h1 className="min-w-0 max-w-full truncate font-semibold">{title}</h1>
      {run ? (
        <Link
          href={`/runs/view/?id=${run.id}`}
          prefetch={false}
          title={t("openRun")}
          className="inline-flex min-h-6 items-center rounded-full"
        >
          <StatusBadge status={run.status} />
          <span className="sr-only">{t("openRun")}</span>
        </Link>
      ) : null}
      {stream ? <Freshness state={stream} /> : null}
      {agents.length > 1 && agentId ? (
        <div className="ml-auto min-w-0">
          <AgentPicker agents={agents} value={agentId} onChange={onAgent} />
        </div>
      ) : null}
    </div>
  );
}

/** Whether what is shown is up to date. Screen readers are told when it changes. */
function Freshness({ state }: { state: StreamState }) {
  const t = useTranslations("stream");
  const troubled = state === "reconnecting" || state === "refused";
  return (
    <span
      role="status"
      data-stream={state}
      className={clsx("flex items-center gap-1.5 text-xs", troubled ? "text-warn" : "text-muted")}
    >
      <span
        aria-hidden="true"
        className={clsx(
          "size-1.5 rounded-full",
          troubled ? "animate-pulse bg-warn" : state === "paused" ? "bg-muted" : "bg-good",
        )}
      />
      {t(state)}
    </span>
  );
}
