/** Where the console begins. */
export const START = "/chat/";

/** The page of the console that an address names, else the start: never another site. */
export function nextPage(next: string | null, origin: string): string {
  if (!next?.startsWith("/")) return START;
  try {
    const url = new URL(next, origin);
    const own = url.origin === origin && !url.pathname.startsWith("//");
    return own && !url.pathname.startsWith("/sign-in") ? url.pathname + url.search : START;
  } catch {
    return START;
  }
}
