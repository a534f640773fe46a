"use client";

import { Plus, Search } from "lucide-react";
import Link from "next/link";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { Skeleton } from "@/components/ui/skeleton";
import { useSessions } from "@/lib/api/queries";
import { SessionItem } from "./session-item";

/** The conversations there are, with search. */
export function SessionList({ current }: { current: string | undefined }) {
  const t = useTranslations("chat");
  const [query, setQuery] = useState("");
  const sought = useDeferredValue(query.trim());
  const sessions = useSessions(sought);
  const items = sessions.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section
      aria-label={t("sessions")}
      className="mt-2 flex min-h-0 flex-1 flex-col border-line border-t px-3 pt-3"
    >
      <Link
        href="/chat/"
        prefetch={false}
        className="flex min-h-9 items-center gap-2 rounded-lg border border-line px-2.5 text-sm hover:bg-sunken"
      >
        <Plus aria-hidden="true" className="size-4" />
        {t("new")}
      </Link>
      <div className="relative mt-2">
        <Search aria-hidden="true" className="absolute top-2.5 left-2.5 size-4 text-muted" />
        <input
          type="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          aria-label={t("search")}
          placeholder={t("search")}
          className="h-9 w-full rounded-lg border border-line bg-canvas pr-2 pl-8 text-sm placeholder:text-muted"
        />
      </div>
      <div tabIndex={0} className="-mx-1 mt-2 min-h-0 flex-1 overflow-y-auto px-1 pb-3">
        {sessions.isPending ? <Waiting /> : null}
        {sessions.isError ? (
          <ProblemNote error={sessions.error} onRetry={() => void sessions.refetch()} />
        ) : null}
        {sessions.isSuccess && items.length === 0 ? (
          <p className="px-2 py-1 text-muted text-sm">
            {sought ? t("noMatch", { query: sought }) : t("noSessions")}
          </p>
        ) : null}
        <ul className="space-y-0.5">
          {items.map((session) => (
            <SessionItem key={session.id} session={session} current={session.id === current} />
          ))}
        </ul>
        {sessions.hasNextPage ? (
          <Button className="mt-2 w-full" onClick={() => void sessions.fetchNextPage()}>
            {t("more")}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

function Waiting() {
  return (
    <div className="space-y-2 px-2 py-1" aria-hidden="true">
      <Skeleton className="h-5 w-4/5" />
      <Skeleton className="h-5 w-3/5" />
      <Skeleton className="h-5 w-2/3" />
    </div>
  );
}
