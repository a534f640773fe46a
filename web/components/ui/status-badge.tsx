"use client";

import { clsx } from "clsx";
import { useTranslations } from "use-intl";
import type { RunStatus, Step } from "@/lib/api/types";

type Status = RunStatus | Step["status"];

const TONES: Partial<Record<Status, string>> = {
  running: "bg-sunken text-accent",
  starting: "bg-sunken text-accent",
  waiting: "bg-warn-soft text-warn",
  cancelling: "bg-warn-soft text-warn",
  succeeded: "bg-good-soft text-good",
  failed: "bg-bad-soft text-bad",
  expired: "bg-bad-soft text-bad",
};

/** The state of a run or step, in words and colour. */
export function StatusBadge({ status }: { status: Status }) {
  const t = useTranslations("status");
  return (
    <span
      data-status={status}
      className={clsx(
        "inline-flex items-center rounded-full px-2 py-0.5 text-xs whitespace-nowrap",
        TONES[status] ?? "bg-sunken text-muted",
      )}
    >
      {t(status)}
    </span>
  );
}
