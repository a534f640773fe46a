import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { openWindow, signIn, startBrowser, type Window } from "./browser";
import { openService, type Service } from "./service";

let service: Service | undefined;
let browser: Browser | undefined;
const windows: Window[] = [];

/** Gives the tests of a file one service and one browser, and closes its windows; a page with errors fails. */
export function testService(): () => Service {
  beforeAll(async () => {
    [service, browser] = await Promise.all([openService(), startBrowser()]);
  });
  afterEach(async () => {
    const open = windows.splice(0);
    for (const window of open) await window.close();
    expect(open.flatMap((window) => window.faults)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.close();
  });
  return () => {
    if (!service) throw new Error("The service is not open yet.");
    return service;
  };
}

/** A window that nobody has signed in to. */
export async function openedWindow(options?: BrowserContextOptions): Promise<Window> {
  if (!browser) throw new Error("The browser is not open yet.");
  const window = await openWindow(browser, options);
  windows.push(window);
  return window;
}

/** A window signed in to the service, at the start of a chat with its agent, or another. */
export async function signedIn(
  at: Service,
  options?: BrowserContextOptions,
  agentId?: string,
): Promise<Window> {
  const window = await openedWindow(options);
  await signIn(window.page, at.url, at.apiKey);
  await startChat(window, at, agentId);
  return window;
}

/** Goes to the start of a new chat with the service's agent, or another. */
export async function startChat({ page }: Window, at: Service, agentId?: string): Promise<void> {
  await page.goto(`${at.url}/chat/?agent=${agentId ?? at.agentId}`);
  await page.locator("select").first().waitFor();
}
