import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { refreshRuns } from "@/lib/api/queries";
import { type SessionStore, type SessionView, sessionStore } from "./session-store";

/** How long a hidden tab keeps its stream: a browser has few connections to share. */
const HIDDEN_MS = 60_000;

/** Follows a session for as long as the page shows it. */
export function useSessionStore(sessionId: string): [SessionStore, SessionView] {
  const client = useQueryClient();
  const store = sessionStore(sessionId, () => refreshRuns(client));
  const view = useSyncExternalStore(store.subscribe, store.current, store.current);
  useEffect(() => {
    void store.open();
    return () => store.close();
  }, [store]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const visibility = () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => store.pause(), HIDDEN_MS);
      else store.resume();
    };
    const online = () => store.nudge();
    document.addEventListener("visibilitychange", visibility);
    window.addEventListener("online", online);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", visibility);
      window.removeEventListener("online", online);
    };
  }, [store]);
  return [store, view];
}
