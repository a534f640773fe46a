"use client";

import { memo } from "react";
import { useTranslations } from "use-intl";
import { type Entry, isSteer } from "@/lib/chat/transcript";

interface UserMessageProps {
  entry: Entry;
  /** Whether its run is queued for the organization's quota, not for another of the session. */
  held: boolean;
}

/** What the person said. */
export const UserMessage = memo(function UserMessage({ entry, held }: UserMessageProps) {
  const t = useTranslations("chat");
  const queued = held ? t("queuedForQuota") : t("queued");
  return (
    <article aria-label={t("you")} data-role="user" className="flex flex-col items-end">
      <p className="max-w-[85%] whitespace-pre-wrap rounded-2xl bg-sunken px-4 py-2 [overflow-wrap:anywhere]">
        {entry.text}
      </p>
      {entry.settled ? null : (
        <p className="mt-1 text-muted text-xs">{isSteer(entry.id) ? t("steering") : queued}</p>
      )}
    </article>
  );
});
