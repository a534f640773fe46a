"use client";

import { ChevronRight } from "lucide-react";
import { Collapsible } from "radix-ui";
import { memo } from "react";
import { useTranslations } from "use-intl";
import type { Entry } from "@/lib/chat/transcript";

/** What the model thought before it spoke: one line, the words behind it. */
const Thought = memo(function Thought({ entry }: { entry: Entry }) {
  const t = useTranslations("chat");
  return (
    <Collapsible.Root data-thought={entry.id} className="text-muted text-sm">
      <Collapsible.Trigger className="group flex min-h-7 items-center gap-1.5 rounded-md hover:text-ink">
        <ChevronRight
          aria-hidden="true"
          className="size-4 shrink-0 transition-transform group-data-[state=open]:rotate-90"
        />
        {entry.open ? t("thinking") : t("thought")}
      </Collapsible.Trigger>
      <Collapsible.Content className="mt-1 whitespace-pre-wrap border-line border-l-2 pl-3 [overflow-wrap:anywhere]">
        {entry.text}
      </Collapsible.Content>
    </Collapsible.Root>
  );
});

export default Thought;
