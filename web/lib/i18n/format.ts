import { useFormatter, useTranslations } from "use-intl";

/** Formats the time between two server stamps; undefined while it has not ended. */
export function useDuration(): (from?: string | null, to?: string | null) => string | undefined {
  const t = useTranslations("time");
  return (from, to) => {
    if (!from || !to) return undefined;
    const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
    if (seconds < 60) return t("seconds", { value: seconds });
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return t("minutes", { minutes, seconds: Math.floor(seconds % 60) });
    return t("hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  };
}

/** Formats a server stamp as a date with time. */
export function useStamp(): (at?: string | null) => string {
  const format = useFormatter();
  return (at) =>
    at ? format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "medium" }) : "–";
}
