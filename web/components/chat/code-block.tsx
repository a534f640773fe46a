"use client";

import { Check, Copy } from "lucide-react";
import { isValidElement, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";

const COPIED_MS = 2_000;

/** A block of code with its language and a button to copy it. */
export function CodeBlock({ children }: { children: ReactNode }) {
  const t = useTranslations("code");
  const code = useRef<HTMLPreElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(code.current?.textContent ?? "");
    setCopied(true);
  };
  const label = copied ? t("copied") : t("copy");
  return (
    <div className="overflow-hidden rounded-xl bg-sunken">
      <div className="flex items-center justify-between pl-3 text-muted text-xs">
        <span className="font-mono">{languageOf(children)}</span>
        <button
          type="button"
          onClick={() => void copy()}
          className="flex min-h-8 items-center gap-1.5 rounded-lg px-2.5 hover:text-ink"
        >
          {copied ? (
            <Check aria-hidden="true" className="size-3.5" />
          ) : (
            <Copy aria-hidden="true" className="size-3.5" />
          )}
          {label}
        </button>
      </div>
      <pre
        ref={code}
        tabIndex={0}
        className="overflow-x-auto px-3 pb-3 font-mono text-[0.8125rem] leading-6"
      >
        {children}
      </pre>
    </div>
  );
}

function languageOf(children: ReactNode): string {
  if (!isValidElement<{ className?: string }>(children)) return "";
  return /language-(\S+)/.exec(children.props.className ?? "")?.[1] ?? "";
}
