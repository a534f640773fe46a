"use client";

import type { ReactNode } from "react";
import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  Cell,
  Legend,
  Line,
  LineChart,
  Pie,
  PieChart,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { Chart } from "@/lib/artifacts/chart";

/** Told apart without colour sight too: they differ in lightness. */
const COLOURS = ["#2563eb", "#d97706", "#059669", "#db2777", "#7c3aed", "#64748b"];

/** Draws a chart. Its numbers are in the table or text beside it, for whoever can't see it. */
export default function ChartView({ chart }: { chart: Chart }) {
  return (
    <figure data-artifact-chart={chart.type} className="mt-1 rounded-lg border border-line p-3">
      {chart.title ? (
        <figcaption className="mb-2 text-ink text-sm">{chart.title}</figcaption>
      ) : null}
      <div role="img" aria-label={chart.title || `${chart.y.join(", ")} / ${chart.x}`}>
        <ResponsiveContainer width="100%" height={260}>
          {drawn(chart)}
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

function drawn(chart: Chart): ReactNode {
  const data = [...chart.rows];
  switch (chart.type) {
    case "bar":
      return (
        <BarChart data={data}>
          {axes(chart)}
          {chart.y.map((y, at) => (
            <Bar key={y} dataKey={y} fill={colour(at)} isAnimationActive={false} />
          ))}
        </BarChart>
      );
    case "line":
      return (
        <LineChart data={data}>
          {axes(chart)}
          {chart.y.map((y, at) => (
            <Line key={y} dataKey={y} stroke={colour(at)} dot={false} isAnimationActive={false} />
          ))}
        </LineChart>
      );
    case "area":
      return (
        <AreaChart data={data}>
          {axes(chart)}
          {chart.y.map((y, at) => (
            <Area
              key={y}
              dataKey={y}
              stroke={colour(at)}
              fill={colour(at)}
              fillOpacity={0.2}
              isAnimationActive={false}
            />
          ))}
        </AreaChart>
      );
    case "scatter":
      return (
        <ScatterChart data={data}>
          {axes(chart)}
          {chart.y.map((y, at) => (
            <Scatter key={y} name={y} dataKey={y} fill={colour(at)} isAnimationActive={false} />
          ))}
        </ScatterChart>
      );
    case "pie":
      return (
        <PieChart>
          <Tooltip />
          <Legend />
          <Pie data={data} dataKey={chart.y[0]} nameKey={chart.x} isAnimationActive={false}>
            {data.map((row, at) => (
              <Cell key={String(row[chart.x])} fill={colour(at)} />
            ))}
          </Pie>
        </PieChart>
      );
  }
}

function axes(chart: Chart): ReactNode {
  const tick = { fill: "currentColor", fontSize: 11 };
  return (
    <>
      <CartesianGrid strokeOpacity={0.2} vertical={false} />
      <XAxis dataKey={chart.x} tick={tick} />
      <YAxis tick={tick} width={56} />
      <Tooltip />
      {chart.y.length > 1 ? <Legend /> : null}
    </>
  );
}

function colour(at: number): string {
  return COLOURS[at % COLOURS.length] ?? "#64748b";
}
