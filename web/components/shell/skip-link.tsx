"use client";

import { useTranslations } from "use-intl";

/** Takes keyboard users past the navigation. */
export function SkipLink() {
  const t = useTranslations("app");
  return (
    <a
      href="#content"
      className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
    >
      {t("skip")}
    </a>
  );
}
