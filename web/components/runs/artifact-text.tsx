"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { ProblemNote } from "@/components/ui/problem-note";
import { useArtifactText } from "@/lib/api/order-queries";

/** How much is shown: what is longer is read through the API. */
const SHOWN = 200_000;

/** Opens an artifact's text where it stands. */
export function ArtifactText({ id }: { id: string }) {
  const t = useTranslations("note");
  const [open, setOpen] = useState(false);
  const text = useArtifactText(id, SHOWN, open);
  return (
    <div className="mt-1">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="inline-flex min-h-6 items-center text-accent text-sm underline underline-offset-2"
      >
        {open ? t("closeText") : t("openText")}
      </button>
      {open && text.isError ? (
        <ProblemNote error={text.error} onRetry={() => void text.refetch()} />
      ) : null}
      {open && text.data !== undefined ? (
        <pre
          tabIndex={0}
          data-artifact={id}
          className="mt-1 max-h-96 overflow-auto whitespace-pre-wrap rounded-lg bg-sunken p-2.5 font-mono text-ink text-xs [overflow-wrap:anywhere]"
        >
          {text.data}
        </pre>
      ) : null}
      {open && text.data?.length === SHOWN ? <p className="text-xs">{t("cut")}</p> : null}
    </div>
  );
}
