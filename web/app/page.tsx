"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { AppShell } from "@/components/shell/app-shell";

/** The console begins with the chat. */
export default function HomePage() {
  const t = useTranslations("chat");
  const router = useRouter();
  useEffect(() => router.replace("/chat/"), [router]);
  return <AppShell title={t("title")}>{null}</AppShell>;
}
