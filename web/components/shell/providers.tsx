"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useEffect, useState } from "react";
import { IntlProvider } from "use-intl";
import { asProblem } from "@/lib/api/problem";
import { useLanguage } from "@/lib/i18n/language";

/** Only what can pass by itself is asked again. */
function newQueryClient(): QueryClient {
  const retry = (failures: number, error: unknown) => failures < 2 && asProblem(error).passing;
  return new QueryClient({ defaultOptions: { queries: { retry, staleTime: 5_000 } } });
}

/** What every page stands in: data, language, theme. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(newQueryClient);
  const { locale, messages } = useLanguage();
  useEffect(() => {
    document.documentElement.lang = locale === "zh" ? "zh-CN" : "en";
  }, [locale]);
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
      <IntlProvider
        locale={locale}
        messages={messages}
        timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
      >
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </IntlProvider>
    </ThemeProvider>
  );
}
