"use client";

import { memo } from "react";
import { useTranslations } from "use-intl";
import type { Entry, ToolCall } from "@/lib/chat/transcript";
import { Markdown } from "./markdown";
import { ToolCard } from "./tool-card";

interface AnswerProps {
  entry: Entry;
  calls: Readonly<Record<string, ToolCall>>;
}

/** What the agent said, and the tools it called with it. */
export const Answer = memo(
  function Answer({ entry, calls }: AnswerProps) {
    const t = useTranslations("chat");
    return (
      <article
        aria-label={t("agent")}
        aria-busy={entry.open}
        data-role={entry.role}
        data-message={entry.id}
        className="space-y-3"
      >
        {entry.text ? <Markdown text={entry.text} /> : null}
        {entry.callIds.map((id) => {
          const call = calls[id];
          return call ? <ToolCard key={id} call={call} /> : null;
        })}
      </article>
    );
  },
  (before, after) =>
    before.entry === after.entry &&
    after.entry.callIds.every((id) => before.calls[id] === after.calls[id]),
);
