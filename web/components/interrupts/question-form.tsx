"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/field";
import { answer } from "@/lib/api/orders";
import type { Interrupt } from "@/lib/api/types";
import { asObject } from "@/lib/json";
import type { Settle } from "./use-settle";

/** A question of the agent: choose an answer, or write one. */
export function QuestionForm({ interrupt, settle }: { interrupt: Interrupt; settle: Settle }) {
  const t = useTranslations("interrupt");
  const [text, setText] = useState("");
  const give = (given: string) => settle.mutate(() => answer(interrupt, given));
  const choices = choicesOf(interrupt);
  return (
    <>
      <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{interrupt.message}</p>
      {choices.length > 0 ? (
        <div className="flex flex-wrap gap-2">
          {choices.map((choice) => (
            <Button key={choice} disabled={settle.isPending} onClick={() => give(choice)}>
              {choice}
            </Button>
          ))}
        </div>
      ) : null}
      <form
        className="space-y-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim()) give(text.trim());
        }}
      >
        <TextArea
          rows={2}
          value={text}
          aria-label={t("answer")}
          placeholder={t("answerHere")}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" look="primary" disabled={!text.trim() || settle.isPending}>
          {t("sendAnswer")}
        </Button>
      </form>
    </>
  );
}

/** The answers that the agent named. */
function choicesOf(interrupt: Interrupt): string[] {
  const choices = asObject(interrupt.arguments)?.choices;
  return Array.isArray(choices) ? choices.filter((one) => typeof one === "string") : [];
}
