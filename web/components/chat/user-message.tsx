"use client";

import { memo } from "react";
import { useTranslations } from "use-intl";
import { type Entry, isSteer } from "@/lib/chat/transcript";

/** What the person said. */
export const UserMessage = memo(function UserMessage({ entry }: { entry: Entry }) {
  const t = useTranslations("chat");
  return (
    <article aria-label={t("you")} data-role="user" className="flex flex-col items-end">
      <p className="max-w-[85%] whitespace-pre-wrap rounded-2xl bg-sunken px-4 py-2 [overflow-wrap:anywhere]">
        {entry.text}
      </p>
      {entry.settled ? null : (
        <p className="mt-1 text-muted text-xs">{isSteer(entry.id) ? t("steering") : t("queued")}</p>
      )}
    </article>
  );
});
