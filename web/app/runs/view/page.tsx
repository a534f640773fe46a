"use client";

import { Suspense } from "react";
import { RunPage } from "@/components/runs/run-page";

export default function Page() {
  return (
    <Suspense>
      <RunPage />
    </Suspense>
  );
}
