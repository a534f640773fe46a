"use client";

import { ArrowDown } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { isActive, isTerminal } from "@/lib/api/types";
import type { Entry, RunView, ToolCall, Transcript } from "@/lib/chat/transcript";
import { Answer } from "./answer";
import { RunNote } from "./run-note";
import { UserMessage } from "./user-message";

/** How near the end counts as being there. */
const NEAR_PX = 80;

/** The messages in order. It stays at the end while the reader is there. */
export function Conversation({ transcript }: { transcript: Transcript }) {
  const t = useTranslations("chat");
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new content is the reason to move
  useLayoutEffect(() => {
    if (atEnd && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [transcript, atEnd]);
  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current ?? document.body;
    setAtEnd(scrollHeight - scrollTop - clientHeight < NEAR_PX);
  };

  return (
    <div className="relative min-h-0 flex-1">
      <div ref={box} onScroll={onScroll} tabIndex={0} className="h-full overflow-y-auto">
        <div
          role="log"
          aria-live="off"
          aria-label={t("log")}
          className="mx-auto w-full max-w-3xl space-y-4 px-4 py-5"
        >
          {inRuns(transcript).map((part) => (
            <RunPart key={part.key} part={part} calls={transcript.calls} />
          ))}
        </div>
      </div>
      {atEnd ? null : (
        <button
          type="button"
          onClick={() => setAtEnd(true)}
          className="absolute bottom-3 left-1/2 flex min-h-9 -translate-x-1/2 items-center gap-1.5 rounded-full border border-line bg-panel px-3.5 text-sm shadow-sm hover:bg-sunken"
        >
          <ArrowDown aria-hidden="true" className="size-4" />
          {t("latest")}
        </button>
      )}
      <Announcer transcript={transcript} />
    </div>
  );
}

interface Part {
  key: string;
  run: RunView | undefined;
  entries: Entry[];
}

/** Groups the entries by the run that wrote them, so that a run's note stands at its end. */
function inRuns({ order, entries, runs }: Transcript): Part[] {
  const parts: Part[] = [];
  for (const id of order) {
    const entry = entries[id];
    if (!entry) continue;
    const last = parts.at(-1);
    if (last && last.run?.id === entry.runId && entry.runId) last.entries.push(entry);
    else parts.push({ key: id, run: runs[entry.runId ?? ""], entries: [entry] });
  }
  return parts;
}

function RunPart({ part, calls }: { part: Part; calls: Readonly<Record<string, ToolCall>> }) {
  return (
    <>
      {part.entries.map((entry) =>
        entry.role === "user" ? (
          <UserMessage key={entry.id} entry={entry} />
        ) : (
          <Answer key={entry.id} entry={entry} calls={calls} />
        ),
      )}
      {part.run ? <RunNote run={part.run} writing={part.entries.some((e) => e.open)} /> : null}
    </>
  );
}

/** One polite region says how the run stands; the stream itself is not read aloud. */
function Announcer({ transcript }: { transcript: Transcript }) {
  const t = useTranslations("chat");
  const run = transcript.runs[transcript.runOrder.at(-1) ?? ""];
  const text = !run
    ? ""
    : isActive(run.status)
      ? t("working")
      : isTerminal(run.status)
        ? { succeeded: t("answerDone"), failed: t("failed"), cancelled: t("cancelled") }[
            run.status as string
          ]
        : "";
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}
