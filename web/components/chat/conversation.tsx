"use client";

import { ArrowDown } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { InterruptCard } from "@/components/interrupts/interrupt-card";
import { isActive, isTerminal } from "@/lib/api/types";
import { below, openBelow, type Part, partsOf } from "@/lib/chat/parts";
import type { Transcript } from "@/lib/chat/transcript";
import { RunItems } from "./run-items";
import { RunNote } from "./run-note";

/** How near the end counts as being there. */
const NEAR_PX = 80;

/** The messages in order. It stays at the end while the reader is there. */
export function Conversation({ transcript }: { transcript: Transcript }) {
  const t = useTranslations("chat");
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const newest = transcript.runOrder.at(-1);

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
          {partsOf(transcript).map((part) => (
            <RunPart
              key={part.key}
              part={part}
              transcript={transcript}
              newest={part.run?.id === newest}
            />
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

interface RunPartProps {
  part: Part;
  transcript: Transcript;
  newest: boolean;
}

function RunPart({ part, transcript, newest }: RunPartProps) {
  const { run, items, writing } = part;
  const unplaced = run ? below(transcript, run.id).filter((one) => !one.sub?.callId) : [];
  const waits = unplaced.flatMap((one) => openBelow(transcript, one.id));
  const told = items.some((item) => item.kind === "interrupt" && item.interrupt.status === "open");
  return (
    <>
      <RunItems items={items} transcript={transcript} />
      {waits.map((interrupt) => (
        <InterruptCard key={interrupt.id} interrupt={interrupt} />
      ))}
      {run ? <RunNote run={run} writing={writing} told={told} newest={newest} /> : null}
    </>
  );
}

/** One polite region says how the run stands; the stream itself is not read aloud. */
function Announcer({ transcript }: { transcript: Transcript }) {
  const t = useTranslations("chat");
  const run = transcript.runs[transcript.runOrder.at(-1) ?? ""];
  const text = !run
    ? ""
    : run.status === "waiting" || run.status === "paused"
      ? t("needsYou", { status: run.status })
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
