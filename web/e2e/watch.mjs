// A browser in a chat, for tests that kill the service under it:
//   PERDURE_URL=… PERDURE_API_KEY=… npm run watch -- "a message"
// It signs in, sends the message and writes a JSON line to standard output whenever what the page
// shows changes: {"run":"running","stream":"live","length":120}. When the run has ended and all is
// caught up it reloads the page, so that what the stream brought is compared with what is stored:
// {"ended":"succeeded","session":"…","same":true,"text":"…"}. Exit code 0 when both are the same.
// PERDURE_AGENT names the agent by id; PERDURE_WATCH_SECONDS bounds it all (180).
import { chromium } from "playwright-core";

const { PERDURE_URL, PERDURE_API_KEY, PERDURE_AGENT, PERDURE_CHROMIUM } = process.env;
const message = process.argv[2] ?? "slow:60@100";
const limit = Number(process.env.PERDURE_WATCH_SECONDS ?? 180) * 1000;
if (!PERDURE_URL || !PERDURE_API_KEY) {
  console.error("Set PERDURE_URL and PERDURE_API_KEY.");
  process.exit(2);
}

const browser = await chromium.launch({
  executablePath: PERDURE_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
});
try {
  process.exitCode = (await watch()) ? 0 : 1;
} finally {
  await browser.close();
}

async function watch() {
  const page = await browser.newPage();
  page.setDefaultTimeout(limit);
  await page.goto(`${PERDURE_URL}/sign-in/?next=${encodeURIComponent(start())}`);
  await page.locator("#key").fill(PERDURE_API_KEY);
  await page.keyboard.press("Enter");
  await page.locator("form button[type=submit]").waitFor();
  await page.locator("textarea").fill(message);
  await page.locator("form button[type=submit]:enabled").click();
  await page.waitForURL(/session=/);
  await page.exposeFunction("report", (line) => console.log(line));
  await page.evaluate(reportChanges);
  const ended = page
    .locator("h1 ~ a")
    .locator(statuses("succeeded", "failed", "cancelled", "expired"));
  await ended.waitFor();
  await page.locator("[data-stream=live]").waitFor();
  const streamed = await settledText(page);
  const status = await ended.getAttribute("data-status");
  await page.reload();
  await ended.waitFor();
  const stored = await settledText(page);
  const session = new URL(page.url()).searchParams.get("session");
  const same = streamed === stored;
  console.log(
    JSON.stringify({ ended: status, session, same, text: stored, ...(same ? {} : { streamed }) }),
  );
  return same;
}

function start() {
  return PERDURE_AGENT ? `/chat/?agent=${PERDURE_AGENT}` : "/chat/";
}

function statuses(...names) {
  return names.map((name) => `[data-status=${name}]`).join(",");
}

/** The conversation's text once it has stopped changing. */
async function settledText(page) {
  const log = page.locator("[role=log]");
  for (let before = "", now = await log.innerText(); ; before = now, now = await log.innerText()) {
    if (now === before && now !== "") return now;
    await page.waitForTimeout(500);
  }
}

/** Runs in the page. */
function reportChanges() {
  let last = "";
  const look = () => {
    const run = document.querySelector("h1 ~ a [data-status]")?.getAttribute("data-status");
    const stream = document.querySelector("[data-stream]")?.getAttribute("data-stream");
    const length = document.querySelector("[role=log]")?.textContent.length ?? 0;
    const line = JSON.stringify({ run, stream, length });
    if (line !== last) window.report(line);
    last = line;
    setTimeout(look, 100);
  };
  look();
}
