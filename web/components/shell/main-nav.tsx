"use client";

import { clsx } from "clsx";
import { Blocks, Inbox, ListTree, MessagesSquare } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";

const PAGES = [
  { name: "chat", href: "/chat/", Icon: MessagesSquare },
  { name: "inbox", href: "/inbox/", Icon: Inbox },
  { name: "runs", href: "/runs/", Icon: ListTree },
  { name: "skills", href: "/skills/", Icon: Blocks },
] as const;

/** The console's pages. */
export function MainNav() {
  const t = useTranslations("nav");
  const path = usePathname();
  return (
    <nav aria-label={t("label")} className="px-3 py-1">
      <ul className="space-y-0.5">
        {PAGES.map(({ name, href, Icon }) => (
          <li key={name}>
            <Link
              href={href}
              prefetch={false}
              aria-current={path.startsWith(href.slice(0, -1)) ? "page" : undefined}
              className={clsx(
                "flex min-h-9 items-center gap-2.5 rounded-lg px-2.5 text-sm text-muted hover:bg-sunken hover:text-ink",
                "aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink",
              )}
            >
              <Icon aria-hidden="true" className="size-4" />
              {t(name)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
