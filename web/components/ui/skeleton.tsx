import { clsx } from "clsx";

/** A grey bar where something is about to be. */
export function Skeleton({ className }: { className?: string }) {
  return <div className={clsx("animate-pulse rounded-md bg-sunken", className)} />;
}
