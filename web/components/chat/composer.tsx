"use client";

import { ArrowUp } from "lucide-react";
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";

interface ComposerProps {
  /** Sends the text; false keeps it in the field. */
  onSend: (text: string) => Promise<boolean>;
  sending: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
  placeholder?: string;
}

const MAX_HEIGHT = 208;

/** Where a message is written. Enter sends, unless an input method is still composing. */
export function Composer({ onSend, sending, disabled, autoFocus, placeholder }: ComposerProps) {
  const t = useTranslations("chat");
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const ready = text.trim().length > 0 && !sending && !disabled;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, MAX_HEIGHT)}px`;
  }, [text]);
  useLayoutEffect(() => {
    if (autoFocus && window.matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, [autoFocus]);

  const submit = async () => {
    if (!ready) return;
    const sent = text;
    if (await onSend(sent.trim())) setText((now) => (now === sent ? "" : now));
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    void submit();
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      className="mx-auto w-full max-w-3xl shrink-0 px-3 pb-3"
    >
      <div className="flex items-end gap-2 rounded-2xl border border-line-strong bg-panel p-2 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent">
        <textarea
          ref={field}
          rows={1}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          aria-label={t("message")}
          aria-describedby="composer-hint"
          placeholder={placeholder ?? t("placeholder")}
          className="min-w-0 flex-1 resize-none self-center bg-transparent px-2 py-1 outline-none placeholder:text-muted"
        />
        <button
          type="submit"
          disabled={!ready}
          aria-label={t("send")}
          title={t("send")}
          className="inline-flex size-9 shrink-0 items-center justify-center rounded-full bg-accent text-on-accent hover:opacity-90 disabled:bg-sunken disabled:text-muted"
        >
          <ArrowUp aria-hidden="true" className="size-4" />
        </button>
      </div>
      <p id="composer-hint" className="mt-1.5 hidden text-center text-muted text-xs sm:block">
        {t("hint")}
      </p>
    </form>
  );
}
