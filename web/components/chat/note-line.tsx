"use client";

import { Info } from "lucide-react";
import { memo } from "react";
import { useTranslations } from "use-intl";
import { ArtifactView } from "@/components/artifacts/artifact-view";
import { textIn } from "@/lib/chat/interrupt-event";
import type { Note } from "@/lib/chat/transcript";

/** Something that happened besides, in one quiet line. */
const NoteLine = memo(function NoteLine({ note }: { note: Note }) {
  const text = useWords(note);
  const artifact = note.kind === "artifact" ? textIn(note.value, "artifactId") : undefined;
  return (
    <div data-note={note.kind} className="text-muted text-sm">
      <p className="flex items-start gap-2">
        <Info aria-hidden="true" className="mt-1 size-3.5 shrink-0" />
        <span className="min-w-0 [overflow-wrap:anywhere]">{text}</span>
      </p>
      {artifact ? (
        <ArtifactView
          id={artifact}
          name={textIn(note.value, "name") ?? ""}
          mediaType={textIn(note.value, "mediaType")}
        />
      ) : null}
    </div>
  );
});

export default NoteLine;

function useWords({ kind, value }: Note): string {
  const t = useTranslations("note");
  const word = (name: string) => textIn(value, name) ?? "";
  switch (kind) {
    case "degraded":
      return t("degraded", { from: word("from"), to: word("to"), why: word("reason") });
    case "artifact":
      return t("artifact", { name: word("name"), bytes: Number(value.bytes ?? 0) });
    case "topped_up":
      return t("topped_up");
    case "effect": {
      const what = word("undo") || word("status") || "other";
      return t("effect", { tool: word("tool"), what });
    }
  }
}
