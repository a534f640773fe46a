"use client";

import { clsx } from "clsx";
import { Check, ChevronRight, CircleSlash, LoaderCircle, Wrench, X } from "lucide-react";
import { Collapsible } from "radix-ui";
import { memo } from "react";
import { useTranslations } from "use-intl";
import type { ToolCall } from "@/lib/chat/transcript";
import { LiveOutput } from "./live-output";
import { ToolDetails } from "./tool-details";

const MARKS = {
  planned: { Icon: LoaderCircle, tone: "text-muted animate-spin" },
  running: { Icon: LoaderCircle, tone: "text-accent animate-spin" },
  done: { Icon: Check, tone: "text-good" },
  failed: { Icon: X, tone: "text-bad" },
  stopped: { Icon: CircleSlash, tone: "text-muted" },
} as const;

/** How the result begins that a call gets which was made again and again. */
const LOOP = "You have made this call ";

/** A tool call: one line, with arguments and result behind it. */
const ToolCard = memo(function ToolCard({ call }: { call: ToolCall }) {
  const t = useTranslations("tool");
  const { Icon, tone } = MARKS[call.status];
  return (
    <Collapsible.Root
      data-tool={call.name}
      data-status={call.status}
      className="rounded-xl border border-line bg-panel"
    >
      <Collapsible.Trigger className="group flex min-h-10 w-full items-center gap-2.5 rounded-xl px-3 text-left text-sm hover:bg-sunken">
        <ChevronRight
          aria-hidden="true"
          className="size-4 shrink-0 transition-transform group-data-[state=open]:rotate-90"
        />
        <Wrench aria-hidden="true" className="size-4 shrink-0" />
        <span className="shrink-0 font-mono text-[0.8125rem]">{call.name}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-muted text-xs">
          {oneLine(call.args)}
        </span>
        <Icon aria-hidden="true" className={clsx("size-4 shrink-0", tone)} />
        <span className="sr-only">{t(call.status)}</span>
      </Collapsible.Trigger>
      {call.result?.startsWith(LOOP) ? (
        <p data-note="loop" className="px-3 pb-2 pl-9 text-muted text-xs">
          {t("loop")}
        </p>
      ) : null}
      {call.shown && call.status === "running" ? <LiveOutput text={call.shown.text} /> : null}
      <Collapsible.Content className="space-y-3 border-line border-t px-3 py-3">
        <ToolDetails call={call} />
      </Collapsible.Content>
    </Collapsible.Root>
  );
});

export default ToolCard;

function oneLine(text: string): string {
  return text === "{}" ? "" : text.replace(/\s+/g, " ").slice(0, 200);
}
