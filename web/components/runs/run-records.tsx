"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { ArtifactView } from "@/components/artifacts/artifact-view";
import { InterruptCard } from "@/components/interrupts/interrupt-card";
import type { Artifact, Command, EffectEntry, Interrupt } from "@/lib/api/types";
import { useStamp } from "@/lib/i18n/format";

/** What the run and its sub-agents wait for, or waited for. */
export function Waits({ interrupts }: { interrupts: readonly Interrupt[] }) {
  const t = useTranslations("run");
  if (interrupts.length === 0) return null;
  return (
    <section aria-labelledby="waits" className="space-y-3">
      <h2 id="waits" className="font-semibold">
        {t("waitsTitle")}
      </h2>
      {interrupts.map((interrupt) => (
        <InterruptCard key={interrupt.id} interrupt={interrupt} />
      ))}
    </section>
  );
}

/** What people and programs told the run. */
export function Commands({ commands }: { commands: readonly Command[] }) {
  const t = useTranslations("run");
  const kinds = useTranslations("commands");
  const stamp = useStamp();
  return (
    <Records id="commands" title={t("commands")} count={commands.length}>
      {commands.map((command) => (
        <li key={`${command.run_id}/${command.number}`} data-command={command.kind}>
          <Line
            name={kinds(command.kind)}
            detail={detailOf(command.detail)}
            facts={[
              stamp(command.created_at),
              command.taken_at ? t("taken", { at: stamp(command.taken_at) }) : t("notTaken"),
            ]}
          />
        </li>
      ))}
    </Records>
  );
}

/** The effect ledger: calls that change something outside, and what became of each. */
export function Effects({ effects }: { effects: readonly EffectEntry[] }) {
  const t = useTranslations("run");
  const words = useTranslations("effects");
  const stamp = useStamp();
  return (
    <Records id="effects" title={t("effects")} count={effects.length}>
      {effects.map((entry) => (
        <li key={entry.effect_key} data-effect={entry.status}>
          <Line
            name={entry.tool}
            mono
            detail={[entry.result, entry.undo_message].filter(Boolean).join(" · ")}
            facts={[
              words(entry.status),
              entry.undo ? words(`undo.${entry.undo}`) : undefined,
              stamp(entry.settled_at ?? entry.intended_at),
            ]}
          />
        </li>
      ))}
    </Records>
  );
}

/** Results too large for the transcript. */
export function Artifacts({ artifacts }: { artifacts: readonly Artifact[] }) {
  const t = useTranslations("run");
  const stamp = useStamp();
  return (
    <Records id="artifacts" title={t("artifacts")} count={artifacts.length}>
      {artifacts.map((artifact) => (
        <li key={artifact.id}>
          <Line
            name={artifact.name}
            detail=""
            facts={[t("bytes", { bytes: artifact.bytes }), stamp(artifact.created_at)]}
          />
          <div className="px-3 pb-2">
            <ArtifactView id={artifact.id} name={artifact.name} mediaType={artifact.media_type} />
          </div>
        </li>
      ))}
    </Records>
  );
}

interface RecordsProps {
  id: string;
  title: string;
  count: number;
  children: ReactNode;
}

/** A list with its name; nothing when it is empty. */
function Records({ id, title, count, children }: RecordsProps) {
  if (count === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-2 font-semibold">
        {title}
      </h2>
      <ul className="divide-y divide-line rounded-xl border border-line bg-panel">{children}</ul>
    </section>
  );
}

interface LineProps {
  name: string;
  mono?: boolean;
  detail: string;
  facts: readonly (string | undefined)[];
}

function Line({ name, mono, detail, facts }: LineProps) {
  return (
    <div className="px-3 py-2 text-sm">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className={mono ? "font-mono text-[0.8125rem]" : "font-medium"}>{name}</span>
        <span className="min-w-0 text-muted [overflow-wrap:anywhere]">{detail.slice(0, 500)}</span>
      </p>
      <p className="text-muted text-xs">{facts.filter(Boolean).join(" · ")}</p>
    </div>
  );
}

/** What a command said, in its own words where it has some. */
function detailOf(detail: Record<string, unknown>): string {
  const { text, reason, mode, operation, model, result, input } = detail;
  const said = [mode, operation, model, text ?? reason ?? result].filter(
    (one) => typeof one === "string",
  );
  if (Array.isArray(input)) said.push(input.map((part) => part?.text ?? "").join(""));
  return said.length > 0
    ? said.join(" · ")
    : Object.keys(detail).length > 0
      ? JSON.stringify(detail)
      : "";
}
