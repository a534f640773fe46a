import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { startRun } from "@/lib/api/calls";
import { type ApiProblem, asProblem } from "@/lib/api/problem";
import { refreshRuns } from "@/lib/api/queries";
import type { InputPolicy } from "@/lib/api/types";
import { sessionStore } from "./session-store";

interface Sending {
  /** Sends a message; answers with its session, or undefined when it did not get through. */
  send: (agentId: string, text: string, policy?: InputPolicy) => Promise<string | undefined>;
  sending: boolean;
  problem: ApiProblem | undefined;
}

/** Sends messages to a session, or to a new one. */
export function useSend(sessionId: string | undefined): Sending {
  const client = useQueryClient();
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const attempt = useRef({ text: "", policy: "", key: "" });

  const send = async (agentId: string, input: string, policy: InputPolicy = "enqueue") => {
    // The same text sent again after a failure is the same message: it keeps its key.
    const same = attempt.current.text === input && attempt.current.policy === policy;
    if (!same) attempt.current = { text: input, policy, key: newKey() };
    setSending(true);
    setProblem(undefined);
    try {
      const idempotencyKey = attempt.current.key;
      const run = await startRun(sessionId, { agentId, input, policy, idempotencyKey });
      attempt.current = { text: "", policy: "", key: "" };
      const store = sessionStore(run.session_id, () => refreshRuns(client));
      if (run.steered) store.steered({ runId: run.run_id, key: idempotencyKey, text: input });
      else {
        const { run_id: id, status, queued_for: queuedFor } = run;
        store.sent({ id, status, queuedFor, text: input });
      }
      refreshRuns(client);
      return run.session_id;
    } catch (error) {
      setProblem(asProblem(error));
      return undefined;
    } finally {
      setSending(false);
    }
  };
  return { send, sending, problem };
}

function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
