import { clsx } from "clsx";
import type { ButtonHTMLAttributes, Ref } from "react";

type Look = "primary" | "plain" | "danger";

const LOOKS: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:opacity-90",
  plain: "border border-line bg-panel hover:bg-sunken",
  danger: "bg-bad text-canvas hover:opacity-90",
};

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  ref?: Ref<HTMLButtonElement>;
}

/** A button with words on it. */
export function Button({ look = "plain", className, type = "button", ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={clsx(
        "inline-flex min-h-9 items-center justify-center gap-2 rounded-lg px-3.5 text-sm disabled:opacity-60",
        LOOKS[look],
        className,
      )}
      {...rest}
    />
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does, for those who can't see the icon, and as a tooltip. */
  label: string;
  ref?: Ref<HTMLButtonElement>;
}

/** A button with only an icon on it. */
export function IconButton({ label, className, type = "button", ...rest }: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={clsx(
        "inline-flex size-9 shrink-0 items-center justify-center rounded-lg hover:bg-sunken disabled:opacity-60 [&>svg]:size-4",
        className,
      )}
      {...rest}
    />
  );
}
