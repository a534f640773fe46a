import { useSyncExternalStore } from "react";

/**
 * Whether somebody is signed in, as far as this page knows. The cookie that says who it is can't be
 * read by scripts; all that is kept here is that there was one when the API was last asked.
 */
export type SignedIn = "unknown" | "in" | "out";

const KEPT = "perdure.signed-in";
const listeners = new Set<() => void>();
let state: SignedIn | undefined;

/** What is known now. A tab that was signed in is taken to be so until the API says otherwise. */
export function signedIn(): SignedIn {
  state ??= kept() ? "in" : "unknown";
  return state;
}

/** Notes what the API said. */
export function setSignedIn(now: "in" | "out"): void {
  state = now;
  try {
    if (now === "in") sessionStorage.setItem(KEPT, "1");
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Storage is switched off: each page asks the API anew.
  }
  for (const listener of listeners) listener();
}

function kept(): boolean {
  try {
    return sessionStorage.getItem(KEPT) !== null;
  } catch {
    return false;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The same as React state: null while the page is still the one that was built, not yet live. */
export function useSignedIn(): SignedIn | null {
  return useSyncExternalStore<SignedIn | null>(subscribe, signedIn, () => null);
}
