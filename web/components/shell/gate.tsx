"use client";

import { useQueryClient } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import { useKnownSignedIn } from "@/lib/api/sign-in";
import { forgetSessions } from "@/lib/chat/session-store";

/** Shows a page to whoever is signed in, and the sign-in page to everybody else. */
export function Gate({ children }: { children: ReactNode }) {
  const signedIn = useKnownSignedIn();
  const queries = useQueryClient();
  const router = useRouter();
  const path = usePathname();
  useEffect(() => {
    if (signedIn !== "out") return;
    // Whoever signs in next sees nothing of what was loaded before.
    forgetSessions();
    queries.clear();
    const here = path + window.location.search;
    router.replace(`/sign-in/?next=${encodeURIComponent(here)}`);
  }, [signedIn, path, queries, router]);
  return signedIn === "in" ? children : <ShellSkeleton />;
}

/** The page's outline, of the size of what follows it. */
function ShellSkeleton() {
  return (
    <div className="flex h-dvh" aria-hidden="true">
      <div className="hidden w-56 shrink-0 border-line border-r bg-panel lg:block" />
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="h-12 border-line border-b bg-panel" />
        <div className="mx-auto w-full max-w-3xl flex-1 space-y-4 p-6">
          <Skeleton className="h-5 w-1/3" />
          <Skeleton className="h-5 w-2/3" />
          <Skeleton className="h-5 w-1/2" />
        </div>
      </div>
    </div>
  );
}
