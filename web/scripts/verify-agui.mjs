// Has the official AG-UI client judge event streams: each event by the protocol's schemas, their
// order by its verifier. Exit code 0 when all is well.
//
//   npm run verify:agui -- stream.txt events.json …    SSE text, or a JSON array of events
//   npm run verify:agui -- http://127.0.0.1:8080/v1/runs/<id>/events   with PERDURE_API_KEY
//   curl … | npm run verify:agui                        standard input
import { readFileSync } from "node:fs";
import { verifyEvents } from "@ag-ui/client";
import { EventSchema } from "@ag-ui/core/schemas";
import { from, lastValueFrom, toArray } from "rxjs";

const sources = process.argv.slice(2);
let failed = false;
for (const source of sources.length > 0 ? sources : ["-"]) {
  const faults = await judge(source);
  failed ||= faults.length > 0;
  for (const fault of faults) console.error(`${source}: ${fault}`);
}
process.exit(failed ? 1 : 0);

async function judge(source) {
  const events = parse(await read(source));
  if (events.length === 0) return ["There are no events."];
  const faults = events.flatMap(schemaFaults);
  try {
    await lastValueFrom(from(events).pipe(verifyEvents(), toArray()));
  } catch (error) {
    faults.push(error.message);
  }
  const last = events.at(-1);
  if (last.type !== "RUN_FINISHED" && last.type !== "RUN_ERROR") {
    faults.push(`The stream ends with ${last.type}: its run has not ended.`);
  }
  if (faults.length === 0) console.log(`${source}: ${events.length} events are AG-UI 1.0`);
  return faults;
}

function schemaFaults(event, index) {
  const result = EventSchema.safeParse(event);
  if (result.success) return [];
  const [issue] = result.error.issues;
  return [`Event ${index + 1} (${event.type}): ${issue.path.join(".")} ${issue.message}`];
}

async function read(source) {
  if (source === "-") return readFileSync(0, "utf8");
  if (!/^https?:/.test(source)) return readFileSync(source, "utf8");
  const headers = { Accept: "text/event-stream" };
  if (process.env.PERDURE_API_KEY) headers.Authorization = `Bearer ${process.env.PERDURE_API_KEY}`;
  const response = await fetch(source, { headers });
  if (!response.ok) throw new Error(`${source} answered ${response.status}`);
  return response.text();
}

/** SSE text or a JSON array. An event may be wrapped as `{ "data": event }`. */
function parse(text) {
  if (text.trimStart().startsWith("[")) return JSON.parse(text).map((item) => item.data ?? item);
  return text
    .split(/\r\n|\r|\n/)
    .filter((line) => line.startsWith("data:"))
    .map((line) => JSON.parse(line.slice(5)));
}
