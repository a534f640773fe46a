// npm run generate:api [address or file]: fetches the service's OpenAPI description, keeps it as
// openapi.json, and writes the types of lib/api/schema.d.ts from it.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import openapiTS, { astToString } from "openapi-typescript";

const root = path.resolve(import.meta.dirname, "..");
const kept = path.join(root, "openapi.json");
const source =
  process.argv[2] ?? (process.env.PERDURE_URL && `${process.env.PERDURE_URL}/openapi.json`);

if (source) {
  const text = /^https?:/.test(source)
    ? await (await fetch(source)).text()
    : readFileSync(source, "utf8");
  writeFileSync(kept, `${JSON.stringify(JSON.parse(text), null, 1)}\n`);
}
const types = astToString(await openapiTS(JSON.parse(readFileSync(kept, "utf8"))));
const header = "// Generated from openapi.json by `npm run generate:api`. Do not edit.\n\n";
writeFileSync(path.join(root, "lib/api/schema.d.ts"), header + types);
