"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";

interface FormButtonsProps {
  /** What sending the form does. */
  label: string;
  ready: boolean;
  onBack: () => void;
}

/** Sends a form, or leaves it. */
export function FormButtons({ label, ready, onBack }: FormButtonsProps) {
  const t = useTranslations("interrupt");
  return (
    <div className="flex flex-wrap gap-2">
      <Button type="submit" look="primary" disabled={!ready}>
        {label}
      </Button>
      <Button onClick={onBack}>{t("back")}</Button>
    </div>
  );
}
