"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ProblemNote } from "@/components/ui/problem-note";
import { Skeleton } from "@/components/ui/skeleton";
import { useAgents } from "@/lib/api/queries";
import { useSend } from "@/lib/chat/use-send";
import { AgentPicker } from "./agent-picker";
import { Composer } from "./composer";

/** The start of a conversation: choose an agent, say something. */
export function NewChat({ agentId }: { agentId: string | undefined }) {
  const t = useTranslations("chat");
  const router = useRouter();
  const agents = useAgents();
  const [picked, setPicked] = useState(agentId);
  const { send, sending, problem } = useSend(undefined);
  const agent = agents.data?.find((one) => one.id === picked) ?? agents.data?.[0];

  const submit = async (text: string) => {
    if (!agent) return false;
    const session = await send(agent.id, text);
    if (session) router.push(`/chat/?session=${session}`);
    return Boolean(session);
  };

  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="m-auto w-full max-w-2xl px-4 py-8">
        {agents.isPending ? <Skeleton className="mx-auto h-8 w-64" /> : null}
        {agents.isError ? (
          <ProblemNote error={agents.error} onRetry={() => void agents.refetch()} />
        ) : null}
        {agents.data?.length === 0 ? <p className="text-center">{t("noAgents")}</p> : null}
        {agent ? (
          <>
            <h1 className="text-center font-semibold text-xl">
              {t("empty", { agent: agent.name })}
            </h1>
            <p className="mt-1 text-center text-muted text-sm">
              {agent.description || t("emptyHint")}
            </p>
            <div className="mt-5 flex justify-center">
              <AgentPicker agents={agents.data ?? []} value={agent.id} onChange={setPicked} />
            </div>
          </>
        ) : null}
        {problem ? (
          <div className="mt-4">
            <ProblemNote error={problem} />
          </div>
        ) : null}
      </div>
      <Composer disabled={!agent} sending={sending} onSend={submit} autoFocus />
    </div>
  );
}
