"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import { ProblemNote } from "@/components/ui/problem-note";
import { deleteSession, renameSession } from "@/lib/api/calls";
import type { Session } from "@/lib/api/types";

interface DialogProps {
  session: Session;
  onClose: () => void;
  onDone: () => void;
}

/** Asks for a session's new name. */
export function RenameSession({ session, onClose, onDone }: DialogProps) {
  const t = useTranslations("chat");
  const [name, setName] = useState(session.title ?? "");
  const rename = useMutation({
    mutationFn: () => renameSession(session.id, name.trim()),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) rename.mutate();
  };
  return (
    <Modal open onOpenChange={onClose} title={t("renameTitle")}>
      <form onSubmit={submit} className="space-y-4">
        <label className="block text-sm">
          <span className="mb-1 block">{t("name")}</span>
          <input
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={200}
            className="h-10 w-full rounded-lg border border-line-strong bg-canvas px-3"
          />
        </label>
        {rename.isError ? <ProblemNote error={rename.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={!name.trim() || rename.isPending}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Asks before a session is gone. */
export function DeleteSession({ session, onClose, onDone }: DialogProps) {
  const t = useTranslations("chat");
  const remove = useMutation({ mutationFn: () => deleteSession(session.id), onSuccess: onDone });
  const title = session.title || t("untitled");
  return (
    <Modal
      open
      onOpenChange={onClose}
      title={t("deleteTitle")}
      description={t("deleteHint", { title })}
    >
      {remove.isError ? <ProblemNote error={remove.error} /> : null}
      <div className="mt-3 flex justify-end gap-2">
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button look="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
          {t("delete")}
        </Button>
      </div>
    </Modal>
  );
}
