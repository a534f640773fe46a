"use client";

import { Suspense } from "react";
import { RunsPage } from "@/components/runs/runs-page";

export default function Page() {
  return (
    <Suspense>
      <RunsPage />
    </Suspense>
  );
}
