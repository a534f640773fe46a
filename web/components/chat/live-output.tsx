"use client";

import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

/** What a tool shows while it works, its end in sight. */
export function LiveOutput({ text }: { text: string }) {
  const t = useTranslations("tool");
  const box = useRef<HTMLPreElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new text is the reason to scroll
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [text]);
  return (
    <pre
      ref={box}
      tabIndex={0}
      role="log"
      aria-label={t("output")}
      data-live-output
      className="mx-3 mb-3 max-h-40 overflow-auto whitespace-pre-wrap rounded-lg bg-sunken p-2.5 font-mono text-xs [overflow-wrap:anywhere]"
    >
      {text}
    </pre>
  );
}
