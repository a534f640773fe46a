import { clsx } from "clsx";
import type { InputHTMLAttributes, ReactNode, TextareaHTMLAttributes } from "react";

const BOX = "w-full rounded-lg border border-line-strong bg-canvas px-3 text-sm";

/** A name over something to fill in. */
export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="block text-sm">
      <span className="mb-1 block text-muted text-xs">{label}</span>
      {children}
    </label>
  );
}

/** One line to write. */
export function TextInput({ className, ...rest }: InputHTMLAttributes<HTMLInputElement>) {
  return <input className={clsx(BOX, "h-9", className)} {...rest} />;
}

/** Several lines to write. */
export function TextArea({ className, ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return <textarea rows={3} className={clsx(BOX, "block resize-y py-2", className)} {...rest} />;
}
