"use client";

import { Check, CircleSlash, Clock, X } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Interrupt, RecoveryOperation } from "@/lib/api/types";
import { useStamp } from "@/lib/i18n/format";

/** What was decided, by whom if not by a person, and when. */
export default function SettledLine({ interrupt }: { interrupt: Interrupt }) {
  const t = useTranslations("interrupt");
  const stamp = useStamp();
  const text = useDecision(interrupt);
  const Icon = iconOf(interrupt);
  return (
    <div
      data-interrupt={interrupt.reason}
      data-settled={interrupt.status}
      className="flex items-start gap-2 rounded-xl border border-line px-3 py-2 text-sm"
    >
      <Icon aria-hidden="true" className="mt-1 size-3.5 shrink-0 text-muted" />
      <div className="min-w-0">
        <p className="[overflow-wrap:anywhere]">{text}</p>
        <p className="text-muted text-xs [overflow-wrap:anywhere]">
          {[
            interrupt.reason === "approval" ? undefined : interrupt.message,
            interrupt.settled_at ? t("settledAt", { at: stamp(interrupt.settled_at) }) : undefined,
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
    </div>
  );
}

function iconOf({ status, settlement }: Interrupt) {
  if (status === "expired") return Clock;
  if (status === "void") return CircleSlash;
  return settlement.command === "deny" ? X : Check;
}

function useDecision(interrupt: Interrupt): string {
  const t = useTranslations("interrupt");
  const { status, reason, settlement, code } = interrupt;
  const tool = interrupt.tool ?? "";
  const text = (name: string) => (typeof settlement[name] === "string" ? settlement[name] : "");
  if (status === "void") return t("void");
  if (status === "expired") return t("expired", { reason });
  switch (settlement.command) {
    case "approve":
      return text("arguments") ? t("approvedEdited", { tool }) : t("approved", { tool });
    case "deny":
      return text("reason") ? t("deniedWhy", { tool, why: text("reason") }) : t("denied", { tool });
    case "answer":
      return t("answered", { text: text("text") });
    case "top_up":
      return t("toppedUp");
  }
  if (settlement.by === "run") return t("triedAgain");
  const operation = text("operation") as RecoveryOperation | "";
  if (!operation) return t("settled");
  if (code === "effect_unknown" && operation === "provide_result") return t("happened", { tool });
  if (operation === "switch_model") return t("switched", { model: text("model") });
  return t("decided", { what: t(`operations.${operation}`) });
}
