"use client";

import { memo } from "react";
import { useTranslations } from "use-intl";
import type { Entry } from "@/lib/chat/transcript";
import { Markdown } from "./markdown";

/** What the agent said, or what the service noted in the transcript. */
export const Answer = memo(function Answer({ entry }: { entry: Entry }) {
  const t = useTranslations("chat");
  if (!entry.text) return null;
  if (entry.role === "system") {
    return (
      <p
        data-role="system"
        className="whitespace-pre-wrap border-line border-l-2 pl-3 text-muted text-sm [overflow-wrap:anywhere]"
      >
        {entry.text}
      </p>
    );
  }
  return (
    <article
      aria-label={t("agent")}
      aria-busy={entry.open}
      data-role={entry.role}
      data-message={entry.id}
    >
      <Markdown text={entry.text} />
    </article>
  );
});
