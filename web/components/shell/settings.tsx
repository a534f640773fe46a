"use client";

import { Languages, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";
import { signOut } from "@/lib/api/sign-in";
import { setLocale, useLocaleChoice } from "@/lib/i18n/locale";

const ICONS = { light: Sun, dark: Moon, system: Monitor };
const NEXT = { light: "dark", dark: "system", system: "light" } as const;

/** Language, theme, sign-out. */
export function Settings() {
  const t = useTranslations("settings");
  const [failed, setFailed] = useState(false);
  // Who could not be signed out still is signed in, and is told so.
  const leave = () => signOut().catch(() => setFailed(true));
  return (
    <div className="flex items-center gap-1">
      <Appearance />
      <IconButton label={t("signOut")} onClick={leave}>
        <LogOut />
      </IconButton>
      {failed ? (
        <span role="alert" className="text-xs">
          {t("signOutFailed")}
        </span>
      ) : null}
    </div>
  );
}

/** Language and theme. */
export function Appearance() {
  const t = useTranslations("settings");
  const locale = useLocaleChoice();
  const { theme, setTheme } = useTheme();
  const now = theme === "light" || theme === "dark" ? theme : "system";
  const Icon = ICONS[now];
  return (
    <>
      <button
        type="button"
        title={t("languageLabel")}
        onClick={() => setLocale(locale === "en" ? "zh" : "en")}
        className="flex h-9 items-center gap-1.5 rounded-lg px-2 text-sm hover:bg-sunken"
      >
        <Languages aria-hidden="true" className="size-4" />
        <span lang={locale === "en" ? "zh-CN" : "en"}>{t("language")}</span>
      </button>
      <IconButton label={t("theme", { theme: now })} onClick={() => setTheme(NEXT[now])}>
        <Icon />
      </IconButton>
    </>
  );
}
