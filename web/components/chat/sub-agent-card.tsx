"use client";

import { Bot, ChevronRight } from "lucide-react";
import Link from "next/link";
import { Collapsible } from "radix-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { InterruptCard } from "@/components/interrupts/interrupt-card";
import { StatusBadge } from "@/components/ui/status-badge";
import { below, openBelow, partOf } from "@/lib/chat/parts";
import type { RunView, ToolCall, Transcript } from "@/lib/chat/transcript";
import { asObject } from "@/lib/json";
import { RunItems } from "./run-items";

interface SubAgentCardProps {
  call: ToolCall;
  /** Its run, once it has begun. */
  run: RunView | undefined;
  transcript: Transcript;
}

/** A sub-agent: its task and how it stands, its work behind it. What it waits for is never hidden. */
export default function SubAgentCard({ call, run, transcript }: SubAgentCardProps) {
  const t = useTranslations("subAgent");
  const [open, setOpen] = useState(false);
  const name = run?.sub?.name ?? call.name.replace(/^delegate_to_/, "");
  const waits = run && !open ? openBelow(transcript, run.id) : [];
  return (
    <Collapsible.Root
      open={open}
      onOpenChange={setOpen}
      data-sub-agent={name}
      data-status={run?.status ?? call.status}
      className="rounded-xl border border-line bg-panel"
    >
      <Collapsible.Trigger className="group flex min-h-10 w-full items-center gap-2.5 rounded-xl px-3 text-left text-sm hover:bg-sunken">
        <ChevronRight
          aria-hidden="true"
          className="size-4 shrink-0 transition-transform group-data-[state=open]:rotate-90"
        />
        <Bot aria-hidden="true" className="size-4 shrink-0" />
        <span className="max-w-[45%] shrink-0 truncate font-medium">{name}</span>
        <span className="min-w-0 flex-1 truncate text-muted">{taskOf(call)}</span>
        <StatusBadge status={statusOf(call, run)} />
      </Collapsible.Trigger>
      {waits.length > 0 ? (
        <div className="space-y-3 px-3 pb-3">
          {waits.map((interrupt) => (
            <InterruptCard key={interrupt.id} interrupt={interrupt} />
          ))}
        </div>
      ) : null}
      <Collapsible.Content className="border-line border-t px-3 py-3">
        <div className="space-y-3 border-line border-l-2 pl-3">
          <p className="text-muted text-sm [overflow-wrap:anywhere]">
            {t("task", { task: taskOf(call) })}
          </p>
          {run ? <Work run={run} transcript={transcript} /> : null}
          {run ? null : <p className="text-sm [overflow-wrap:anywhere]">{call.result}</p>}
        </div>
      </Collapsible.Content>
    </Collapsible.Root>
  );
}

function Work({ run, transcript }: { run: RunView; transcript: Transcript }) {
  const t = useTranslations("subAgent");
  const { items } = partOf(transcript, run.id);
  const unplaced = below(transcript, run.id).filter((one) => !one.sub?.callId);
  return (
    <>
      <RunItems items={items} transcript={transcript} />
      {unplaced.map((one) => (
        <Work key={one.id} run={one} transcript={transcript} />
      ))}
      {run.error ? (
        <p className="text-bad text-sm [overflow-wrap:anywhere]">{run.error.message}</p>
      ) : null}
      <Link
        href={`/runs/view/?id=${run.id}`}
        prefetch={false}
        className="inline-flex min-h-6 items-center text-accent text-sm underline underline-offset-2"
      >
        {t("open")}
      </Link>
    </>
  );
}

function statusOf(call: ToolCall, run: RunView | undefined) {
  if (run) return run.status;
  const status = {
    planned: "planned",
    running: "running",
    done: "succeeded",
    stopped: "cancelled",
  };
  return (status as Record<string, "planned">)[call.status] ?? "failed";
}

function taskOf(call: ToolCall): string {
  const task = asObject(call.args)?.task;
  return typeof task === "string" ? task : "";
}
