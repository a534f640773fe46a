"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { Session } from "@/lib/api/types";

/** Loaded after the page, since it stays hidden until somebody reaches for it. */
const SessionActions = dynamic(() => import("./session-actions"), {
  ssr: false,
  loading: () => <span className="size-9 shrink-0" />,
});

/** A session in the list, with what can be done to it. */
export function SessionItem({ session, current }: { session: Session; current: boolean }) {
  const t = useTranslations("chat");
  const title = session.title || t("untitled");
  return (
    <li className="group relative flex items-center rounded-lg hover:bg-sunken has-[[aria-current=page]]:bg-sunken">
      <Link
        href={`/chat/?session=${session.id}`}
        prefetch={false}
        aria-current={current ? "page" : undefined}
        title={title}
        className="min-w-0 flex-1 truncate rounded-lg px-2.5 py-1.5 text-muted text-sm aria-[current=page]:text-ink"
      >
        {title}
      </Link>
      <SessionActions session={session} title={title} current={current} />
    </li>
  );
}
