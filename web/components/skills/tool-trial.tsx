"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field, TextArea } from "@/components/ui/field";
import { ProblemNote } from "@/components/ui/problem-note";
import { useTrial } from "@/lib/api/skills";
import type { Skill } from "@/lib/api/types";
import { asObject } from "@/lib/json";

/** Calls a tool with arguments that a person writes. */
export function ToolTrial({ skill, tool }: { skill: string; tool: Skill["tools"][number] }) {
  const t = useTranslations("skills");
  const [text, setText] = useState("{}");
  const trial = useTrial(skill, tool.name);
  const args = asObject(text);
  const call = (event: FormEvent) => {
    event.preventDefault();
    if (args) trial.mutate(args);
  };
  return (
    <form onSubmit={call} className="mt-3 space-y-2">
      <details className="text-sm">
        <summary className="cursor-pointer text-muted text-xs">{t("schema")}</summary>
        <pre
          tabIndex={0}
          className="mt-1 max-h-56 overflow-auto rounded-lg bg-sunken p-2.5 font-mono text-xs"
        >
          {JSON.stringify(tool.input_schema, null, 2)}
        </pre>
      </details>
      <Field label={t("arguments")}>
        <TextArea
          value={text}
          spellCheck={false}
          className="font-mono"
          aria-invalid={args === undefined}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      {args === undefined ? <p className="text-bad text-xs">{t("noObject")}</p> : null}
      <Button type="submit" look="primary" disabled={!args || trial.isPending}>
        {trial.isPending ? t("calling") : t("call")}
      </Button>
      {trial.isError ? <ProblemNote error={trial.error} /> : null}
      {trial.data ? (
        <div role="status">
          <p className="text-muted text-xs">
            {t(trial.data.error ? "failed" : "answered", { ms: trial.data.duration_ms })}
          </p>
          <pre
            tabIndex={0}
            data-trial-result
            className="mt-1 max-h-72 overflow-auto whitespace-pre-wrap rounded-lg bg-sunken p-2.5 font-mono text-xs [overflow-wrap:anywhere]"
          >
            {trial.data.content}
          </pre>
        </div>
      ) : null}
    </form>
  );
}
