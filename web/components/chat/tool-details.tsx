"use client";

import { useTranslations } from "use-intl";
import type { ToolCall } from "@/lib/chat/transcript";
import { pretty } from "@/lib/json";

/** What a call was made with, and what it came to. */
export function ToolDetails({ call }: { call: ToolCall }) {
  const t = useTranslations("tool");
  return (
    <>
      <Field label={t("arguments")} text={pretty(call.args) || t("noArguments")} />
      <Field
        label={t("result")}
        text={call.result === undefined ? t("noResult") : pretty(call.result)}
      />
    </>
  );
}

function Field({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <p className="mb-1 text-muted text-xs">{label}</p>
      <pre
        tabIndex={0}
        className="max-h-72 overflow-auto whitespace-pre-wrap break-words rounded-lg bg-sunken p-2.5 font-mono text-xs [overflow-wrap:anywhere]"
      >
        {text}
      </pre>
    </div>
  );
}
