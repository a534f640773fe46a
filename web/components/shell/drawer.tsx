"use client";

import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { MouseEvent, ReactNode, RefObject } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";

interface DrawerProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Gets the focus back. */
  opener: RefObject<HTMLButtonElement | null>;
  children: ReactNode;
}

/** A panel from the left edge. Following a link in it closes it. */
export default function Drawer({ open, onOpenChange, opener, children }: DrawerProps) {
  const t = useTranslations("app");
  const closeOnLink = (event: MouseEvent) => {
    if ((event.target as Element).closest("a")) onOpenChange(false);
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40 lg:hidden" />
        <Dialog.Content
          aria-describedby={undefined}
          onClick={closeOnLink}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            opener.current?.focus();
          }}
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col border-line border-r bg-panel lg:hidden"
        >
          <Dialog.Title className="sr-only">{t("menu")}</Dialog.Title>
          {children}
          <Dialog.Close asChild>
            <IconButton label={t("close")} className="absolute top-1.5 right-1.5">
              <X />
            </IconButton>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
