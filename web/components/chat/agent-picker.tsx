"use client";

import { useTranslations } from "use-intl";
import type { Agent } from "@/lib/api/types";

interface AgentPickerProps {
  agents: readonly Agent[];
  value: string;
  onChange: (id: string) => void;
}

/** Chooses the agent that answers. */
export function AgentPicker({ agents, value, onChange }: AgentPickerProps) {
  const t = useTranslations("chat");
  return (
    <label className="flex min-w-0 items-center gap-2 text-sm">
      <span className="text-muted">{t("agent")}</span>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-9 min-w-0 max-w-56 truncate rounded-lg border border-line-strong bg-panel px-2"
      >
        {agents.map((agent) => (
          <option key={agent.id} value={agent.id}>
            {agent.name}
          </option>
        ))}
      </select>
    </label>
  );
}
