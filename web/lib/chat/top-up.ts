import type { TopUp } from "@/lib/api/types";

/** What a budget bounds, by the names of the codes that tell it is spent. */
export const TOP_UP_KINDS = ["tokens", "cost", "steps", "wall_time"] as const;

export type TopUpKind = (typeof TOP_UP_KINDS)[number];

const MICROS = 1_000_000;

/** Reads an amount as a person writes it: tokens, US dollars, steps, minutes. */
export function amountOf(kind: TopUpKind, text: string): TopUp | undefined {
  const number = Number(text.replaceAll(/[\s,]/g, ""));
  if (!text.trim() || !Number.isFinite(number) || number <= 0) return undefined;
  if (kind === "cost") return { cost_micros: Math.round(number * MICROS) };
  if (kind === "wall_time") return { wall_time: `PT${Math.round(number * 60)}S` };
  const whole = Math.floor(number);
  if (whole < 1) return undefined;
  return kind === "tokens" ? { tokens: whole } : { steps: whole };
}
