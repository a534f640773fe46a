"use client";

import { useTranslations } from "use-intl";
import type { Table } from "@/lib/artifacts/table";

/** The most rows that are drawn; the rest is in the artifact's text. */
const SHOWN = 200;

export function TableView({ table, name }: { table: Table; name: string }) {
  const t = useTranslations("artifact");
  return (
    <div tabIndex={0} className="mt-1 max-h-96 overflow-auto rounded-lg border border-line">
      <table data-artifact-table className="w-full border-collapse text-left text-ink text-xs">
        <caption className="sr-only">{name}</caption>
        <thead className="sticky top-0 bg-sunken">
          <tr>
            {table.columns.map((column, at) => (
              <th key={at} scope="col" className="whitespace-nowrap px-2.5 py-1.5 font-medium">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, SHOWN).map((row, at) => (
            <tr key={at} className="border-line border-t">
              {row.map((cell, column) => (
                <td key={column} className={typeof cell === "number" ? NUMBER : TEXT}>
                  {cell === null ? <span className="text-muted">{t("null")}</span> : String(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.rows.length > SHOWN ? (
        <p className="px-2.5 py-1.5 text-muted text-xs">
          {t("rows", { shown: SHOWN, all: table.rows.length })}
        </p>
      ) : null}
    </div>
  );
}

const NUMBER = "whitespace-nowrap px-2.5 py-1 text-right font-mono tabular-nums";
const TEXT = "max-w-80 truncate px-2.5 py-1";
