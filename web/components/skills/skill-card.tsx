"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { useSwitch } from "@/lib/api/skills";
import type { Skill } from "@/lib/api/types";
import { HealthBadge } from "./health-badge";
import { ToolRow } from "./tool-row";

/** One skill: what it is for and how it is; its tools behind that. */
export function SkillCard({ skill }: { skill: Skill }) {
  const t = useTranslations("skills");
  const [open, setOpen] = useState(false);
  const turn = useSwitch(skill);
  return (
    <section
      data-skill={skill.id}
      aria-labelledby={`skill-${skill.id}`}
      className="rounded-xl border border-line bg-panel p-4"
    >
      <div className="flex flex-wrap items-center gap-2">
        <h2 id={`skill-${skill.id}`} className="mr-auto font-medium">
          {skill.title}
        </h2>
        {skill.enabled ? null : (
          <span className="rounded-full bg-sunken px-2 py-0.5 text-muted text-xs">{t("off")}</span>
        )}
        <HealthBadge state={skill.health.state} />
      </div>
      <p className="mt-1 text-muted text-xs">
        <span className="font-mono">{skill.name}</span>
        {" · "}
        {t(`source.${skill.source}`)}
        {" · "}
        {t("version", { version: skill.version })}
      </p>
      <p className="mt-2 text-sm [overflow-wrap:anywhere]">{skill.description}</p>
      {skill.health.message ? (
        <p data-health-message className="mt-2 text-muted text-sm [overflow-wrap:anywhere]">
          {skill.health.message}
        </p>
      ) : null}
      {turn.isError ? <ProblemNote error={turn.error} /> : null}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("tools", { count: skill.tools.length })}
        </Button>
        <Button disabled={turn.isPending} onClick={() => turn.mutate(!skill.enabled)}>
          {skill.enabled ? t("turnOff") : t("turnOn")}
        </Button>
      </div>
      {open ? (
        <ul className="mt-3 divide-y divide-line border-line border-t">
          {skill.tools.map((tool) => (
            <li key={tool.name} className="py-3">
              <ToolRow skill={skill} tool={tool} />
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
