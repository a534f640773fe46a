// Prints the gzipped JavaScript that each page loads first, and fails above the budget.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET = 250_000;
const out = path.resolve(import.meta.dirname, "../out");
const pages = readdirSync(out, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith("index.html") && !file.includes("_not-found"));

let over = false;
for (const page of pages.sort()) {
  const html = readFileSync(path.join(out, page), "utf8");
  const scripts = new Set(
    [...html.matchAll(/<script[^>]*\ssrc="([^"]+)"([^>]*)>/g)]
      .filter(([tag]) => !/nomodule/i.test(tag))
      .map(([, src]) => src.split("?")[0]),
  );
  let bytes = 0;
  for (const src of scripts) {
    const file = path.join(out, src);
    if (existsSync(file)) bytes += gzipSync(readFileSync(file)).length;
  }
  over ||= bytes > BUDGET;
  const kilobytes = (bytes / 1000).toFixed(1).padStart(6);
  console.log(`${kilobytes} kB of gzipped JavaScript  /${page.replace(/index\.html$/, "")}`);
}
if (over) {
  console.error(`A page is over its budget of ${BUDGET / 1000} kB.`);
  process.exit(1);
}
