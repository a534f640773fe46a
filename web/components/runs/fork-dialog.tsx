"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field, TextArea } from "@/components/ui/field";
import { Modal } from "@/components/ui/modal";
import { ProblemNote } from "@/components/ui/problem-note";
import { forkRun } from "@/lib/api/orders";
import type { Step } from "@/lib/api/types";

interface ForkDialogProps {
  runId: string;
  step: Step;
  onClose: () => void;
}

/** Asks before a run goes on from one of its steps in a session of its own. */
export default function ForkDialog({ runId, step, onClose }: ForkDialogProps) {
  const t = useTranslations("run");
  const chat = useTranslations("chat");
  const router = useRouter();
  const [text, setText] = useState("");
  const fork = useMutation({
    mutationFn: () => forkRun(runId, step.number, text.trim()),
    onSuccess: (run) => router.push(`/chat/?session=${run.session_id}`),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    fork.mutate();
  };
  const title = t("forkFrom", { step: step.number });
  return (
    <Modal open onOpenChange={onClose} title={title} description={t("forkHint")}>
      <form onSubmit={submit} className="space-y-4">
        {step.kind === "THINK" ? (
          <Field label={t("forkInput")}>
            <TextArea value={text} onChange={(event) => setText(event.target.value)} />
          </Field>
        ) : null}
        {fork.isError ? <ProblemNote error={fork.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{chat("cancel")}</Button>
          <Button type="submit" look="primary" disabled={fork.isPending}>
            {t("fork")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
