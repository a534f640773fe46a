import { useSyncExternalStore } from "react";

const KEY = "perdure.api-key";
const listeners = new Set<() => void>();
let memory: string | undefined;

/** The caller's key. It lives as long as the tab, and in no other place. */
export function apiKey(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return memory;
  }
}

/** Signs in with a key, or out without one. */
export function setApiKey(key: string | undefined): void {
  memory = key;
  try {
    if (key) sessionStorage.setItem(KEY, key);
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is switched off: the key lives in memory until the page is left.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The key as React state: null while the page is still the one that was built, not yet live. */
export function useApiKey(): string | undefined | null {
  return useSyncExternalStore<string | undefined | null>(subscribe, apiKey, () => null);
}
