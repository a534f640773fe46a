import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { setSignedIn, useSignedIn } from "@/lib/auth";
import { api, unwrap } from "./client";
import { asProblem } from "./problem";

/** Exchanges an API key for the cookie. The key is sent once and kept nowhere. */
export async function signIn(apiKey: string): Promise<void> {
  await unwrap(api.POST("/v1/auth/session", { body: { api_key: apiKey } }));
  setSignedIn("in");
}

/** Ends the session, here and on every node. */
export async function signOut(): Promise<void> {
  await unwrap(api.DELETE("/v1/auth/session"));
  setSignedIn("out");
}

/** How people can sign in; nothing while it is not known. */
export function useSignInMethods() {
  return useQuery({
    queryKey: ["sign-in-methods"],
    queryFn: () => unwrap(api.GET("/v1/auth/methods")),
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
}

/** Who is signed in. Asks the API where this tab can't know, such as in a new tab. */
export function useKnownSignedIn() {
  const state = useSignedIn();
  useEffect(() => {
    if (state !== "unknown") return;
    unwrap(api.GET("/v1/me")).then(
      () => setSignedIn("in"),
      // Without an answer the page says itself what is wrong.
      (error) => setSignedIn(asProblem(error).status === 401 ? "out" : "in"),
    );
  }, [state]);
  return state;
}
