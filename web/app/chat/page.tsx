"use client";

import { Suspense } from "react";
import { ChatPage } from "@/components/chat/chat-page";

export default function Page() {
  return (
    <Suspense>
      <ChatPage />
    </Suspense>
  );
}
