"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { AppShell } from "@/components/shell/app-shell";
import { NewChat } from "./new-chat";
import { SessionChat } from "./session-chat";
import { SessionList } from "./session-list";

/** `/chat/?session=…` shows a session, `/chat/?agent=…` begins one. */
export function ChatPage() {
  const t = useTranslations("chat");
  const query = useSearchParams();
  const session = query.get("session") ?? undefined;
  return (
    <AppShell title={t("title")} aside={<SessionList current={session} />}>
      {session ? (
        <SessionChat key={session} sessionId={session} />
      ) : (
        <NewChat agentId={query.get("agent") ?? undefined} />
      )}
    </AppShell>
  );
}
