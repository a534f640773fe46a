"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Field, TextInput } from "@/components/ui/field";
import { recover } from "@/lib/api/orders";
import type { Interrupt } from "@/lib/api/types";
import { amountOf, TOP_UP_KINDS, type TopUpKind } from "@/lib/chat/top-up";
import { FormButtons } from "./form-buttons";
import type { Settle } from "./use-settle";

interface TopUpFormProps {
  interrupt: Interrupt;
  settle: Settle;
  onBack: () => void;
}

/** How much more a run may spend, and of what. */
export function TopUpForm({ interrupt, settle, onBack }: TopUpFormProps) {
  const t = useTranslations("interrupt");
  const spent = TOP_UP_KINDS.find((kind) => interrupt.code === `budget_${kind}`) ?? "tokens";
  const [kind, setKind] = useState<TopUpKind>(spent);
  const [text, setText] = useState("");
  const amount = amountOf(kind, text);
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (amount)
          settle.mutate(() => recover(interrupt, { operation: "top_up", top_up: amount }));
      }}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("topUpKind")}>
          <select
            value={kind}
            onChange={(event) => setKind(event.target.value as TopUpKind)}
            className="h-9 w-full rounded-lg border border-line-strong bg-canvas px-2 text-sm"
          >
            {TOP_UP_KINDS.map((one) => (
              <option key={one} value={one}>
                {t(`topUpKinds.${one}`)}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t("amount")}>
          <TextInput
            autoFocus
            inputMode="decimal"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
      </div>
      <FormButtons
        label={t("operations.top_up")}
        ready={amount !== undefined && !settle.isPending}
        onBack={onBack}
      />
    </form>
  );
}
