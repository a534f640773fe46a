"use client";

import { clsx } from "clsx";
import { useTranslations } from "use-intl";
import type { Skill } from "@/lib/api/types";

const TONES: Record<Skill["health"]["state"], string> = {
  ok: "bg-good-soft text-good",
  degraded: "bg-warn-soft text-warn",
  not_configured: "bg-sunken text-muted",
  unavailable: "bg-bad-soft text-bad",
};

/** How a skill is, in a word and a colour. */
export function HealthBadge({ state }: { state: Skill["health"]["state"] }) {
  const t = useTranslations("skills");
  return (
    <span
      data-health={state}
      className={clsx("rounded-full px-2 py-0.5 text-xs whitespace-nowrap", TONES[state])}
    >
      {t(`health.${state}`)}
    </span>
  );
}
