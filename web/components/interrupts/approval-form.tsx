"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field, TextArea, TextInput } from "@/components/ui/field";
import { approve, deny } from "@/lib/api/orders";
import type { Interrupt } from "@/lib/api/types";
import { asObject, pretty } from "@/lib/json";
import type { Settle } from "./use-settle";

interface FormProps {
  interrupt: Interrupt;
  settle: Settle;
}

/** A call that may be made as it is, with other arguments, or not at all. */
export function ApprovalForm({ interrupt, settle }: FormProps) {
  const t = useTranslations("interrupt");
  const [mode, setMode] = useState<"edit" | "deny">();
  const back = () => setMode(undefined);
  return (
    <>
      <p className="[overflow-wrap:anywhere]">{t("wants", { tool: interrupt.tool ?? "" })}</p>
      {mode === "edit" ? (
        <EditArguments interrupt={interrupt} settle={settle} onBack={back} />
      ) : (
        <Arguments text={interrupt.arguments} />
      )}
      {mode === "deny" ? <Deny interrupt={interrupt} settle={settle} onBack={back} /> : null}
      {mode === undefined ? (
        <div className="flex flex-wrap gap-2">
          <Button
            look="primary"
            disabled={settle.isPending}
            onClick={() => settle.mutate(() => approve(interrupt))}
          >
            {t("approve")}
          </Button>
          <Button disabled={settle.isPending} onClick={() => setMode("deny")}>
            {t("deny")}
          </Button>
          <Button disabled={settle.isPending} onClick={() => setMode("edit")}>
            {t("edit")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** A call's arguments, set out in lines. */
export function Arguments({ text }: { text: string | undefined }) {
  if (!text || text === "{}") return null;
  return (
    <pre
      tabIndex={0}
      className="max-h-60 overflow-auto whitespace-pre-wrap rounded-lg bg-panel p-2.5 font-mono text-xs [overflow-wrap:anywhere]"
    >
      {pretty(text)}
    </pre>
  );
}

function Deny({ interrupt, settle, onBack }: FormProps & { onBack: () => void }) {
  const t = useTranslations("interrupt");
  const [reason, setReason] = useState("");
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        settle.mutate(() => deny(interrupt, reason.trim() || undefined));
      }}
    >
      <Field label={t("reason")}>
        <TextInput
          autoFocus
          value={reason}
          maxLength={2000}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="danger" disabled={settle.isPending}>
          {t("denyCall")}
        </Button>
        <Button onClick={onBack}>{t("back")}</Button>
      </div>
    </form>
  );
}

function EditArguments({ interrupt, settle, onBack }: FormProps & { onBack: () => void }) {
  const t = useTranslations("interrupt");
  const [text, setText] = useState(() => pretty(interrupt.arguments ?? "{}"));
  const args = asObject(text);
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (args) settle.mutate(() => approve(interrupt, args));
      }}
    >
      <Field label={t("arguments")}>
        <TextArea
          autoFocus
          rows={Math.min(12, text.split("\n").length + 1)}
          spellCheck={false}
          value={text}
          aria-invalid={!args}
          onChange={(event) => setText(event.target.value)}
          className="font-mono text-xs"
        />
      </Field>
      {args ? null : <p className="text-bad text-xs">{t("notJson")}</p>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={!args || settle.isPending}>
          {t("approveEdited")}
        </Button>
        <Button onClick={onBack}>{t("back")}</Button>
      </div>
    </form>
  );
}
