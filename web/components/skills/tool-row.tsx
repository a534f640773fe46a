"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import type { Skill } from "@/lib/api/types";
import { ToolTrial } from "./tool-trial";

type Tool = Skill["tools"][number];

/** A tool: what it does, what it may do, and trying it. */
export function ToolRow({ skill, tool }: { skill: Skill; tool: Tool }) {
  const t = useTranslations("skills");
  const [trying, setTrying] = useState(false);
  return (
    <div data-tool={tool.name}>
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="mr-auto font-mono text-[0.8125rem]">{tool.name}</h3>
        <p className="text-muted text-xs">
          {t(`effect.${tool.effect}`)} · {t(`risk.${tool.risk}`)}
          {tool.untrusted ? ` · ${t("untrusted")}` : ""}
          {tool.cost_micros > 0 ? ` · ${t("cost", { cost: tool.cost_micros / 1e6 })}` : ""}
        </p>
      </div>
      <p className="mt-1 whitespace-pre-line text-muted text-sm [overflow-wrap:anywhere]">
        {tool.description}
      </p>
      {skill.enabled ? (
        <Button className="mt-2" aria-expanded={trying} onClick={() => setTrying(!trying)}>
          {t("try")}
        </Button>
      ) : null}
      {trying ? <ToolTrial skill={skill.id} tool={tool} /> : null}
    </div>
  );
}
