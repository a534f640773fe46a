"use client";

import { Languages, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";
import { setApiKey } from "@/lib/auth";
import { setLocale, useLocaleChoice } from "@/lib/i18n/locale";

const ICONS = { light: Sun, dark: Moon, system: Monitor };
const NEXT = { light: "dark", dark: "system", system: "light" } as const;

/** Language, theme, sign-out. */
export function Settings() {
  const t = useTranslations("settings");
  return (
    <div className="flex items-center gap-1">
      <Appearance />
      <IconButton label={t("signOut")} onClick={() => setApiKey(undefined)}>
        <LogOut />
      </IconButton>
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
