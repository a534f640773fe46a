"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";

export default function NotFoundPage() {
  const t = useTranslations("problem");
  return (
    <main className="mx-auto max-w-md p-10 text-center">
      <h1 className="font-semibold text-lg">{t("notFound")}</h1>
      <p className="mt-4">
        <Link href="/chat/" prefetch={false} className="text-accent underline">
          {t("home")}
        </Link>
      </p>
    </main>
  );
}
