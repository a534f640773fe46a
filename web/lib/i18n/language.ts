import { useEffect, useState } from "react";
import en from "@/messages/en.json";
import { type Locale, type Messages, useLocaleChoice } from "./locale";

interface Language {
  locale: Locale;
  messages: Messages;
}

const ENGLISH: Language = { locale: "en", messages: en };

/** The chosen language with its words. Chinese is fetched when it is wanted; English stands until then. */
export function useLanguage(): Language {
  const chosen = useLocaleChoice();
  const [chinese, setChinese] = useState<Language>();
  useEffect(() => {
    if (chosen !== "zh" || chinese) return;
    let wanted = true;
    void import("@/messages/zh.json").then((file) => {
      if (wanted) setChinese({ locale: "zh", messages: file.default });
    });
    return () => {
      wanted = false;
    };
  }, [chosen, chinese]);
  return chosen === "zh" && chinese ? chinese : ENGLISH;
}
