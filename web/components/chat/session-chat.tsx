"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ProblemNote } from "@/components/ui/problem-note";
import { Skeleton } from "@/components/ui/skeleton";
import { asProblem } from "@/lib/api/problem";
import { useAgents, useSession } from "@/lib/api/queries";
import { type InputPolicy, isActive } from "@/lib/api/types";
import type { Transcript } from "@/lib/chat/transcript";
import { useRunOrders } from "@/lib/chat/use-run-orders";
import { useSend } from "@/lib/chat/use-send";
import { useSessionStore } from "@/lib/chat/use-session-store";
import { ChatHeader } from "./chat-header";
import { Composer } from "./composer";
import { Conversation } from "./conversation";

/** Beside the conversation, and only where there is room: loaded after it. */
const RunPanel = dynamic(() => import("./run-panel"), {
  ssr: false,
  loading: () => <div className="hidden w-80 shrink-0 border-line border-l bg-panel xl:block" />,
});

/** Loaded with the first run that is active; as high as what follows. */
const RunControls = dynamic(() => import("./run-controls"), {
  ssr: false,
  loading: () => <div className="h-[2.375rem]" />,
});

/** One session: its conversation, its newest run, and the field to go on. */
export function SessionChat({ sessionId }: { sessionId: string }) {
  const t = useTranslations("chat");
  const [store, view] = useSessionStore(sessionId);
  const session = useSession(sessionId);
  const agents = useAgents();
  const [picked, setPicked] = useState<string>();
  const { send, sending, problem } = useSend(sessionId);
  const [policy, setPolicy] = useState<InputPolicy>("steer");
  const { transcript } = view;
  const active = activeRun(transcript);
  const shown = active ?? newestRun(transcript);
  const orders = useRunOrders(active?.id);
  const agentId = picked ?? session.data?.agent_id ?? agents.data?.[0]?.id;

  const submit = async (text: string) =>
    Boolean(agentId && (await send(agentId, text, active ? policy : "enqueue")));
  const missing = view.problem?.status === 404 || view.problem?.status === 400;
  const failed = problem ?? orders.problem ?? (missing ? undefined : view.problem);

  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <ChatHeader
          title={session.data?.title || t("untitled")}
          run={shown}
          stream={missing ? undefined : view.stream}
          agents={agents.data ?? []}
          agentId={agentId}
          onAgent={setPicked}
        />
        {missing ? (
          <p className="m-auto p-6 text-muted">{t("missing")}</p>
        ) : view.loaded ? (
          <Conversation transcript={transcript} />
        ) : (
          <Loading failed={Boolean(view.problem)} />
        )}
        {failed ? (
          <div className="mx-auto w-full max-w-3xl px-3 pb-2">
            <ProblemNote
              error={asProblem(failed)}
              onRetry={view.problem ? () => void store.open() : undefined}
            />
          </div>
        ) : null}
        {active ? (
          <RunControls run={active} orders={orders} policy={policy} onPolicy={setPolicy} />
        ) : null}
        <Composer
          disabled={missing || !agentId}
          sending={sending}
          onSend={submit}
          placeholder={active ? t("placeholderActive", { policy }) : undefined}
          autoFocus
        />
      </div>
      <RunPanel run={shown} waits={waitsOf(transcript, shown?.id)} />
    </div>
  );
}

function activeRun({ runOrder, runs }: Transcript) {
  return runOrder.map((id) => runs[id]).find((run) => run && isActive(run.status));
}

function newestRun({ runOrder, runs }: Transcript) {
  return runs[runOrder.at(-1) ?? ""];
}

function waitsOf({ interrupts }: Transcript, runId: string | undefined) {
  return Object.values(interrupts).filter((one) => one.run_id === runId);
}

/** As large as the messages that follow, so that nothing jumps. */
function Loading({ failed }: { failed: boolean }) {
  if (failed) return <div className="flex-1" />;
  return (
    <div className="mx-auto w-full max-w-3xl flex-1 space-y-5 px-4 py-6" aria-hidden="true">
      <Skeleton className="ml-auto h-10 w-1/2" />
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-11 w-full" />
      <Skeleton className="h-24 w-4/5" />
    </div>
  );
}
