import { useSyncExternalStore } from "react";
import type en from "@/messages/en.json";

export type Locale = "en" | "zh";
export type Messages = typeof en;

const KEY = "perdure.locale";
const listeners = new Set<() => void>();
let chosen: Locale | undefined;

/** The language chosen here before, else the browser's. */
function currentLocale(): Locale {
  chosen ??= stored() ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");
  return chosen;
}

function stored(): Locale | undefined {
  try {
    const value = localStorage.getItem(KEY);
    return value === "en" || value === "zh" ? value : undefined;
  } catch {
    return undefined;
  }
}

export function setLocale(locale: Locale): void {
  chosen = locale;
  try {
    localStorage.setItem(KEY, locale);
  } catch {
    // Storage is switched off: the choice holds until the page is left.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The language as React state; English in the page as built. */
export function useLocaleChoice(): Locale {
  return useSyncExternalStore<Locale>(subscribe, currentLocale, () => "en");
}

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
