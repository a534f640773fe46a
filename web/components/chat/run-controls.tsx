"use client";

import { clsx } from "clsx";
import { Pause, Play, Square, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { InputPolicy } from "@/lib/api/types";
import type { RunView } from "@/lib/chat/transcript";
import type { RunOrders } from "@/lib/chat/use-run-orders";

/** What becomes of a message sent while a run is active. */
const POLICIES = ["steer", "enqueue", "interrupt", "rollback"] as const;

interface RunControlsProps {
  run: RunView;
  orders: RunOrders;
  policy: InputPolicy;
  onPolicy: (policy: InputPolicy) => void;
}

/** What can be done with the run that is active, and with what is sent meanwhile. */
export default function RunControls({ run, orders, policy, onPolicy }: RunControlsProps) {
  const t = useTranslations("controls");
  const stopping = run.status === "cancelling";
  const idle = stopping || orders.pending;
  return (
    <fieldset
      aria-label={t("label")}
      className="mx-auto flex w-full max-w-3xl flex-wrap items-center gap-x-1 gap-y-1 px-4 pb-1.5"
    >
      <label className="mr-auto flex min-w-0 items-center gap-2 text-xs">
        <span className="hidden text-muted sm:inline">{t("policy")}</span>
        <select
          aria-label={t("policy")}
          value={policy}
          onChange={(event) => onPolicy(event.target.value as InputPolicy)}
          className="h-8 min-w-0 max-w-48 truncate rounded-lg border border-line bg-panel px-2"
        >
          {POLICIES.map((one) => (
            <option key={one} value={one}>
              {t(`policies.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {run.status === "paused" ? (
        <Control label={t("resume")} disabled={idle} onClick={orders.resume}>
          <Play />
        </Control>
      ) : (
        <Control label={t("pause")} disabled={idle} onClick={orders.pause}>
          <Pause />
        </Control>
      )}
      <Control label={stopping ? t("stopping") : t("stop")} disabled={idle} onClick={orders.stop}>
        <Square className="fill-current" />
      </Control>
      <Control label={t("undo")} disabled={idle} onClick={orders.undo}>
        <Undo2 />
      </Control>
    </fieldset>
  );
}

interface ControlProps {
  label: string;
  disabled: boolean;
  onClick: () => void;
  children: ReactNode;
}

/** An icon with a word where there is room for it. */
function Control({ label, disabled, onClick, children }: ControlProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
      className={clsx(
        "inline-flex h-8 items-center gap-1.5 rounded-lg px-2 text-muted text-xs",
        "hover:bg-sunken hover:text-ink disabled:opacity-60 [&>svg]:size-3.5",
      )}
    >
      {children}
      <span className="hidden sm:inline">{label}</span>
    </button>
  );
}
