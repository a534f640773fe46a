"use client";

import dynamic from "next/dynamic";
import { InterruptCard } from "@/components/interrupts/interrupt-card";
import { Skeleton } from "@/components/ui/skeleton";
import type { Item } from "@/lib/chat/parts";
import { isHeld, type Transcript } from "@/lib/chat/transcript";
import { Answer } from "./answer";
import { UserMessage } from "./user-message";

/** Loaded when there are some. */
const ToolCard = dynamic(() => import("./tool-card"), {
  ssr: false,
  loading: () => <Skeleton className="h-10 w-full rounded-xl" />,
});
const NoteLine = dynamic(() => import("./note-line"), { ssr: false });
const Thought = dynamic(() => import("./thought"), { ssr: false });
const SubAgentCard = dynamic(() => import("./sub-agent-card"), { ssr: false });

interface RunItemsProps {
  items: readonly Item[];
  transcript: Transcript;
}

/** What a run said, thought, waited for and noted, in order. */
export function RunItems({ items, transcript }: RunItemsProps) {
  return items.map((item) => {
    switch (item.kind) {
      case "interrupt":
        return <InterruptCard key={item.id} interrupt={item.interrupt} />;
      case "note":
        return <NoteLine key={item.id} note={item.note} />;
    }
    const { entry } = item;
    switch (entry.role) {
      case "user":
        return <UserMessage key={item.id} entry={entry} held={isHeld(transcript, entry.runId)} />;
      case "thought":
        return <Thought key={item.id} entry={entry} />;
      default:
        return (
          <div key={item.id} className="space-y-3">
            <Answer entry={entry} />
            {entry.callIds.map((id) => (
              <Call key={id} id={id} transcript={transcript} />
            ))}
          </div>
        );
    }
  });
}

/** A call: of a sub-agent as a card that opens into its work, of a tool as a line. */
function Call({ id, transcript }: { id: string; transcript: Transcript }) {
  const call = transcript.calls[id];
  if (!call) return null;
  const run = Object.values(transcript.runs).find((one) => one.sub?.callId === id);
  if (run || call.name.startsWith("delegate_to_")) {
    return <SubAgentCard call={call} run={run} transcript={transcript} />;
  }
  return <ToolCard call={call} />;
}
