"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "use-intl";
import { Skeleton } from "@/components/ui/skeleton";
import { useArtifactText } from "@/lib/api/order-queries";
import { CHART, readChart } from "@/lib/artifacts/chart";
import { readTable, TABLE } from "@/lib/artifacts/table";
import { TableView } from "./table-view";

/** Loaded when the first chart is drawn. */
const ChartView = dynamic(() => import("./chart-view"), {
  ssr: false,
  loading: () => <Skeleton className="mt-1 h-72 w-full rounded-lg" />,
});

/** What is drawn at most: a larger one is shown as text. */
const DRAWN = 2_000_000;

/** A table or a chart. */
export default function Drawing({
  id,
  name,
  mediaType,
}: {
  id: string;
  name: string;
  mediaType: string;
}) {
  const t = useTranslations("artifact");
  const text = useArtifactText(id, DRAWN, true);
  if (text.data === undefined) {
    return text.isError ? null : <Skeleton className="mt-1 h-24 w-full rounded-lg" />;
  }
  const chart = mediaType === CHART ? readChart(text.data) : undefined;
  const table = mediaType === TABLE ? readTable(text.data) : undefined;
  if (chart) return <ChartView chart={chart} />;
  if (table) return <TableView table={table} name={name} />;
  return <p className="mt-1 text-muted text-xs">{t("unreadable")}</p>;
}
