import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A page of a browser profile of its own, and what went wrong in it. */
export interface Window {
  page: Page;
  /** Uncaught errors and console errors, other than of requests that failed. */
  faults: string[];
  close: () => Promise<void>;
}

/** Starts Chromium; PERDURE_CHROMIUM names another one than /usr/bin/chromium. */
export function startBrowser(): Promise<Browser> {
  const executablePath = process.env.PERDURE_CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Opens a window that shares nothing with the others. */
export async function openWindow(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Window> {
  const viewport = { width: 1360, height: 850 };
  const context = await browser.newContext({ viewport, locale: "en-US", ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !/Failed to load resource|net::ERR_/.test(text)) {
      faults.push(text);
    }
  });
  return { page, faults, close: () => context.close() };
}

/** Signs in and waits for the chat. */
export async function signIn(page: Page, url: string, apiKey: string): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByLabel(/API key|API 密钥/).fill(apiKey);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/chat/);
  await page.locator("textarea").waitFor();
}

/** Writes a message and sends it with Enter. */
export async function send(page: Page, text: string): Promise<void> {
  await page.locator("textarea").fill(text);
  await page.locator("form button[type=submit]:enabled").waitFor();
  await page.locator("textarea").press("Enter");
}

/** Waits until the newest run of the open chat has come to this status. */
export async function awaitStatus(page: Page, status: string, timeout = 60_000): Promise<void> {
  await page.locator(`h1 ~ a [data-status=${status}]`).waitFor({ timeout });
}
