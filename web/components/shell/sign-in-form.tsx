"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { ApiProblem, asProblem } from "@/lib/api/problem";
import { signIn, useKnownSignedIn, useSignInMethods } from "@/lib/api/sign-in";
import { nextPage, START } from "@/lib/next-page";
import { Appearance } from "./settings";

/** Signs in with an API key, or leads to the OIDC provider where one is configured. */
export function SignInForm() {
  const t = useTranslations("signIn");
  const signedIn = useKnownSignedIn();
  const oidc = useSignInMethods()?.oidc;
  const { next, refused } = useAsked();
  const router = useRouter();
  const [checking, setChecking] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    document.title = `${t("title")} · Perdure`;
  }, [t]);
  useEffect(() => {
    if (signedIn === "in") router.replace(next);
  }, [signedIn, next, router]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const key = input.current?.value.trim() ?? "";
    if (!key) return setProblem(new ApiProblem(400, "key_missing", t("empty")));
    setChecking(true);
    setProblem(undefined);
    try {
      await signIn(key);
    } catch (error) {
      const why = asProblem(error);
      setProblem(why.status === 401 ? new ApiProblem(401, why.code, t("refused")) : why);
      setChecking(false);
      input.current?.focus();
    }
  };

  if (signedIn === null) return null;
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-12 items-center justify-end gap-1 px-3">
        <Appearance />
      </header>
      <main className="mx-auto w-full max-w-sm flex-1 px-4 pt-[12vh]">
        <p className="text-muted text-sm">Perdure</p>
        <h1 className="font-semibold text-xl">{t("title")}</h1>
        <p className="mt-1 text-muted text-sm">{t("hint")}</p>
        {oidc ? (
          <a
            href={`${oidc.url}?next=${encodeURIComponent(next)}`}
            className="mt-6 flex h-10 items-center justify-center rounded-lg border border-line-strong bg-panel text-sm hover:bg-sunken"
          >
            {t("oidc", { name: oidc.name })}
          </a>
        ) : null}
        {refused ? (
          <p role="alert" className="mt-3 text-sm">
            {t(refused)}
          </p>
        ) : null}
        <form onSubmit={submit} noValidate className="mt-6 space-y-4">
          <div>
            <label htmlFor="key" className="mb-1 block text-sm">
              {t("key")}
            </label>
            <input
              ref={input}
              id="key"
              type="password"
              autoComplete="off"
              spellCheck={false}
              placeholder={t("placeholder")}
              aria-invalid={problem ? true : undefined}
              className="h-10 w-full rounded-lg border border-line-strong bg-panel px-3 font-mono text-sm placeholder:text-muted"
            />
          </div>
          {problem ? <ProblemNote error={problem} /> : null}
          <Button type="submit" look="primary" disabled={checking} className="w-full">
            {checking ? t("checking") : t("submit")}
          </Button>
        </form>
      </main>
    </div>
  );
}

/** Where to go afterwards, and what became of signing in at the provider. */
function useAsked() {
  const query = useSearchParams();
  const came = query.get("oidc");
  const refused =
    came === "refused"
      ? ("oidcRefused" as const)
      : came === "unavailable"
        ? ("oidcUnavailable" as const)
        : undefined;
  const live = typeof window !== "undefined";
  return { next: live ? nextPage(query.get("next"), window.location.origin) : START, refused };
}
