"use client";

import { Menu } from "lucide-react";
import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";
import { Gate } from "./gate";
import { MainNav } from "./main-nav";
import { Settings } from "./settings";
import { SkipLink } from "./skip-link";

/** Loaded when it is first opened. */
const Drawer = dynamic(() => import("./drawer"), { ssr: false });

interface AppShellProps {
  /** The page's name: in the browser's tab and, on a phone, in the top bar. */
  title: string;
  /** What stands under the navigation, such as the list of sessions. */
  aside?: ReactNode;
  children: ReactNode;
}

/** The frame of every page but sign-in: navigation, top bar, content. */
export function AppShell(props: AppShellProps) {
  return (
    <Gate>
      <Frame {...props} />
    </Gate>
  );
}

function Frame({ title, aside, children }: AppShellProps) {
  const t = useTranslations("app");
  useEffect(() => {
    document.title = `${title} · Perdure`;
  }, [title]);
  return (
    <div className="flex h-dvh overflow-hidden">
      <SkipLink />
      <aside
        aria-label={t("name")}
        className="hidden w-60 shrink-0 flex-col border-line border-r bg-panel lg:flex"
      >
        <Side aside={aside} />
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="flex h-12 shrink-0 items-center gap-2 border-line border-b bg-panel px-3">
          <PhoneMenu aside={aside} />
          <p className="min-w-0 flex-1 truncate text-muted text-sm">{title}</p>
          <Settings />
        </header>
        <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          {children}
        </main>
      </div>
    </div>
  );
}

/** What stands at the left, or in the drawer of a phone. */
function Side({ aside }: { aside: ReactNode }) {
  const t = useTranslations("app");
  return (
    <>
      <p className="px-5 pt-3 pb-2 font-semibold">{t("name")}</p>
      <MainNav />
      {aside}
    </>
  );
}

/** The same navigation on a phone. Going anywhere closes it. */
function PhoneMenu({ aside }: { aside: ReactNode }) {
  const t = useTranslations("app");
  const [open, setOpen] = useState<boolean>();
  const path = usePathname();
  const button = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is the reason to close
  useEffect(() => setOpen((now) => now && false), [path]);
  return (
    <>
      <IconButton
        ref={button}
        label={t("menu")}
        aria-haspopup="dialog"
        aria-expanded={open ?? false}
        onClick={() => setOpen(true)}
        className="lg:hidden"
      >
        <Menu />
      </IconButton>
      {open === undefined ? null : (
        <Drawer open={open} onOpenChange={setOpen} opener={button}>
          <Side aside={aside} />
        </Drawer>
      )}
    </>
  );
}
