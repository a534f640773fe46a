"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { getMe } from "@/lib/api/calls";
import { ApiProblem, asProblem } from "@/lib/api/problem";
import { setApiKey, useApiKey } from "@/lib/auth";
import { Appearance } from "./settings";

/** Signs in with an API key, after the API has said that it is good. */
export function SignInForm() {
  const t = useTranslations("signIn");
  const known = useApiKey();
  const next = useNext();
  const router = useRouter();
  const [checking, setChecking] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    document.title = `${t("title")} · Perdure`;
  }, [t]);
  useEffect(() => {
    if (known) router.replace(next);
  }, [known, next, router]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const key = input.current?.value.trim() ?? "";
    if (!key) return setProblem(new ApiProblem(400, "key_missing", t("empty")));
    setChecking(true);
    setProblem(undefined);
    try {
      await getMe(key);
      setApiKey(key);
    } catch (error) {
      const found = asProblem(error);
      setProblem(found.status === 401 ? new ApiProblem(401, found.code, t("refused")) : found);
      setChecking(false);
      input.current?.focus();
    }
  };

  if (known === null) return null;
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-12 items-center justify-end gap-1 px-3">
        <Appearance />
      </header>
      <main className="mx-auto w-full max-w-sm flex-1 px-4 pt-[12vh]">
        <p className="text-muted text-sm">Perdure</p>
        <h1 className="font-semibold text-xl">{t("title")}</h1>
        <p className="mt-1 text-muted text-sm">{t("hint")}</p>
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

/** Where to go afterwards: a page of the console, never another site. */
function useNext(): string {
  const next = useSearchParams().get("next");
  if (!next || typeof window === "undefined") return "/chat/";
  const { origin, pathname, search } = new URL(next, window.location.origin);
  return origin === window.location.origin ? pathname + search : "/chat/";
}
