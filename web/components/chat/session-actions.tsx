"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";
import type { Session } from "@/lib/api/types";
import { DeleteSession, RenameSession } from "./session-dialogs";

const MENU_ITEM =
  "flex min-h-9 cursor-pointer items-center rounded-md px-2.5 text-sm outline-none data-[highlighted]:bg-sunken";

interface SessionActionsProps {
  session: Session;
  title: string;
  current: boolean;
}

/** What can be done to a session. */
export default function SessionActions({ session, title, current }: SessionActionsProps) {
  const t = useTranslations("chat");
  const client = useQueryClient();
  const router = useRouter();
  const [dialog, setDialog] = useState<"rename" | "delete">();
  const close = () => setDialog(undefined);
  const done = () => {
    close();
    void client.invalidateQueries({ queryKey: ["sessions"] });
    void client.invalidateQueries({ queryKey: ["session", session.id] });
  };
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>
          <IconButton
            label={t("actions", { title })}
            className="opacity-0 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100"
          >
            <Ellipsis />
          </IconButton>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            align="end"
            sideOffset={4}
            className="z-50 min-w-36 rounded-lg border border-line bg-panel p-1 shadow-md"
          >
            <DropdownMenu.Item className={MENU_ITEM} onSelect={() => setDialog("rename")}>
              {t("rename")}
            </DropdownMenu.Item>
            <DropdownMenu.Item
              className={`${MENU_ITEM} text-bad`}
              onSelect={() => setDialog("delete")}
            >
              {t("delete")}
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {dialog === "rename" ? (
        <RenameSession session={session} onClose={close} onDone={done} />
      ) : null}
      {dialog === "delete" ? (
        <DeleteSession
          session={session}
          onClose={close}
          onDone={() => {
            done();
            if (current) router.push("/chat/");
          }}
        />
      ) : null}
    </>
  );
}
