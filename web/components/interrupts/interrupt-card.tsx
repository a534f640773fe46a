"use client";

import dynamic from "next/dynamic";
import { memo } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import type { Interrupt } from "@/lib/api/types";

const loading = () => <Skeleton className="h-28 w-full rounded-xl" />;

/** Loaded when a run waits: most never do. */
const OpenCard = dynamic(() => import("./open-card"), { ssr: false, loading });
const SettledLine = dynamic(() => import("./settled-line"), { ssr: false });

/** Something a run waits for, with what can be decided; afterwards, what was decided. */
export const InterruptCard = memo(function InterruptCard({ interrupt }: { interrupt: Interrupt }) {
  if (interrupt.status !== "open") return <SettledLine interrupt={interrupt} />;
  return <OpenCard interrupt={interrupt} />;
});
