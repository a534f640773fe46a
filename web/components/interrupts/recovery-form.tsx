"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field, TextArea, TextInput } from "@/components/ui/field";
import { useModelNames } from "@/lib/api/order-queries";
import { recover } from "@/lib/api/orders";
import type { Interrupt, RecoveryOperation } from "@/lib/api/types";
import { useStamp } from "@/lib/i18n/format";
import { Arguments } from "./approval-form";
import { FormButtons } from "./form-buttons";
import { TopUpForm } from "./top-up-form";
import type { Settle } from "./use-settle";

interface FormProps {
  interrupt: Interrupt;
  settle: Settle;
}

interface AskingProps extends FormProps {
  onBack: () => void;
}

/** Operations that need more than a click. */
const ASKING: readonly RecoveryOperation[] = ["switch_model", "provide_result", "top_up"];

/** Why a run can't go on, and what can be done about it. */
export function RecoveryForm({ interrupt, settle }: FormProps) {
  const words = useOperationWords(interrupt);
  const [asked, setAsked] = useState<RecoveryOperation>();
  const asking = { interrupt, settle, onBack: () => setAsked(undefined) };
  const choose = (operation: RecoveryOperation) => {
    if (ASKING.includes(operation)) setAsked(operation);
    else settle.mutate(() => recover(interrupt, { operation }));
  };
  return (
    <>
      <Reason interrupt={interrupt} />
      {asked === "switch_model" ? <SwitchModel {...asking} /> : null}
      {asked === "provide_result" ? <ProvideResult {...asking} /> : null}
      {asked === "top_up" ? <TopUpForm {...asking} /> : null}
      {asked ? null : (
        <div className="flex flex-wrap gap-2">
          {interrupt.operations.map((operation, index) => (
            <Button
              key={operation}
              look={index === 0 ? "primary" : "plain"}
              disabled={settle.isPending}
              data-operation={operation}
              onClick={() => choose(operation)}
            >
              {words(operation)}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}

/** What each operation means here: an unknown effect is asked for in its own words. */
function useOperationWords({ code }: Interrupt): (operation: RecoveryOperation) => string {
  const t = useTranslations("interrupt");
  const unknown = code === "effect_unknown";
  return (operation) => {
    if (unknown && operation === "retry") return t("effectAgain");
    if (unknown && operation === "provide_result") return t("effectHappened");
    if (unknown && operation === "skip_step") return t("effectSkip");
    return t(`operations.${operation}`);
  };
}

function Reason({ interrupt }: { interrupt: Interrupt }) {
  const t = useTranslations("interrupt");
  const stamp = useStamp();
  const { suggestion, hard_deadline: until, late_result: late } = interrupt.detail;
  return (
    <>
      <p className="[overflow-wrap:anywhere]">{interrupt.message}</p>
      {typeof suggestion === "string" ? (
        <p className="[overflow-wrap:anywhere]">{suggestion}</p>
      ) : null}
      <Arguments text={interrupt.arguments} />
      {typeof until === "string" ? (
        <p className="text-muted text-xs">{t("underWay", { at: stamp(until) })}</p>
      ) : null}
      {typeof late === "string" ? (
        <p className="[overflow-wrap:anywhere]">{t("late", { result: late })}</p>
      ) : null}
    </>
  );
}

function SwitchModel({ interrupt, settle, onBack }: AskingProps) {
  const t = useTranslations("interrupt");
  const names = useModelNames();
  const [model, setModel] = useState("");
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        settle.mutate(() => recover(interrupt, { operation: "switch_model", model: model.trim() }));
      }}
    >
      <Field label={t("model")}>
        <TextInput
          autoFocus
          list={`models-${interrupt.id}`}
          value={model}
          placeholder={names[0] ?? "provider/model"}
          onChange={(event) => setModel(event.target.value)}
          className="font-mono"
        />
      </Field>
      <datalist id={`models-${interrupt.id}`}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <FormButtons
        label={t("operations.switch_model")}
        ready={model.trim() !== "" && !settle.isPending}
        onBack={onBack}
      />
    </form>
  );
}

function ProvideResult({ interrupt, settle, onBack }: AskingProps) {
  const t = useTranslations("interrupt");
  const [text, setText] = useState("");
  const unknown = interrupt.code === "effect_unknown";
  const result = text.trim() || undefined;
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        settle.mutate(() => recover(interrupt, { operation: "provide_result", result }));
      }}
    >
      <Field label={unknown ? t("effectResult") : t("result")}>
        <TextArea autoFocus value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <FormButtons
        label={unknown ? t("effectHappened") : t("operations.provide_result")}
        ready={(unknown || result !== undefined) && !settle.isPending}
        onBack={onBack}
      />
    </form>
  );
}
