import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { awaitStatus, send } from "./browser";
import { signedIn, testService } from "./harness";

const service = testService();

function text(page: Page): Promise<string> {
  return page.getByRole("log").innerText();
}

describe("while the service is away", () => {
  it("loses and doubles no word, and says how it stands", async () => {
    const { page } = await signedIn(service());
    await send(page, "slow:300@60");
    await page.locator("article[aria-busy=true]").waitFor();
    await page.locator("[data-stream=live]").waitFor();
    for (let cut = 0; cut < 2; cut++) {
      const before = (await text(page)).length;
      await service().gateway.shut();
      await page.locator("[data-stream=reconnecting]").waitFor();
      await service().gateway.reopen();
      await page.locator("[data-stream=caught_up]").waitFor({ timeout: 20_000 });
      await expect.poll(async () => (await text(page)).length).toBeGreaterThan(before);
    }
    await awaitStatus(page, "succeeded");
    await page.locator("[data-stream=live]").waitFor();
    await expect.poll(() => page.locator("article[aria-busy=true]").count()).toBe(0);
    const live = await text(page);
    await page.reload();
    await awaitStatus(page, "succeeded");
    await expect.poll(() => text(page)).toBe(live);
  });

  it("shows what ended in the meantime", async () => {
    const { page } = await signedIn(service());
    await send(page, "slow:15@60");
    await page.locator("article[aria-busy=true]").waitFor();
    await service().gateway.shut();
    await page.locator("[data-stream=reconnecting]").waitFor();
    await ended(new URL(page.url()).searchParams.get("session") ?? "");
    await service().gateway.reopen();
    await awaitStatus(page, "succeeded");
    const live = await text(page);
    await page.reload();
    await awaitStatus(page, "succeeded");
    await expect.poll(() => text(page)).toBe(live);
  });
});

/** Waits, past the gateway, until the session's run has succeeded. */
async function ended(session: string): Promise<void> {
  const status = async () => {
    const path = `/v1/runs?session_id=${session}`;
    return (await service().get<{ items: { status: string }[] }>(path)).items[0]?.status;
  };
  await expect.poll(status, { timeout: 30_000, interval: 300 }).toBe("succeeded");
}
