import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { awaitStatus, send } from "./browser";
import { openedWindow, signedIn, testService } from "./harness";
import { overflowing, violations } from "./inspect";

const service = testService();

/** Every page of the console, with something on it. */
async function eachPage(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  await look("new chat");
  await send(page, "What is 12*(3+4)?");
  await page.waitForURL(/session=/);
  await awaitStatus(page, "succeeded");
  await page.locator("[data-tool] button").first().click();
  await look("chat");
  await page.goto(`${service().url}/runs/`);
  await page.locator("[data-run]").first().waitFor();
  await look("runs");
  await page.locator("[data-run] a").first().click();
  await page.locator("[data-pos] summary").first().click();
  await look("run");
  await page.goto(`${service().url}/inbox/`);
  await page.locator("main h1").waitFor();
  await look("inbox");
  if (service().real) {
    await page.goto(`${service().url}/skills/`);
    await page.locator("[data-skill=calculator] button").first().click();
    await page.locator("[data-tool=calculate] button").first().click();
    await look("skills");
  }
  await page.goto(`${service().url}/runs/?status=expired`);
  await page.locator("main h1").waitFor();
  await look("no runs");
}

describe("every page", () => {
  for (const locale of ["en-US", "zh-CN"]) {
    it(`is clean to axe in both themes, ${locale}`, async () => {
      const { page } = await signedIn(service(), { locale });
      await eachPage(page, async (name) => {
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          expect(await violations(page), `${name}, ${colorScheme}`).toEqual([]);
        }
      });
    });
  }

  it("is clean to axe with the phone's menu and a dialog open, and at sign-in", async () => {
    const entrance = await openedWindow();
    await entrance.page.goto(`${service().url}/sign-in/`);
    await entrance.page.getByLabel("API key").waitFor();
    expect(await violations(entrance.page), "sign-in").toEqual([]);

    const { page } = await signedIn(service(), { viewport: { width: 390, height: 844 } });
    await send(page, "What is 1+1?");
    await page.waitForURL(/session=/);
    await awaitStatus(page, "succeeded");
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("dialog").getByRole("searchbox").waitFor();
    expect(await violations(page), "menu").toEqual([]);
    await page
      .getByRole("button", { name: /Actions for/ })
      .first()
      .click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await page.getByRole("textbox", { name: "Name" }).waitFor();
    expect(await violations(page), "dialog").toEqual([]);
  });

  it("fits narrow windows", async () => {
    const { page } = await signedIn(service(), { viewport: { width: 390, height: 800 } });
    await eachPage(page, async (name) => {
      for (const width of [320, 768, 390]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await overflowing(page), `${name}, ${width} pixels`).toEqual([]);
      }
    });
  });

  it("is in Chinese for those who read it, and says so", async () => {
    const { page } = await signedIn(service());
    await page.getByRole("button", { name: "中文" }).click();
    await page.getByRole("link", { name: "运行" }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("zh-CN");
    await page.reload();
    await page.getByRole("button", { name: "English" }).waitFor();
  });

  it("lets keyboard users pass the navigation", async () => {
    const { page } = await signedIn(service());
    await page.goto(`${service().url}/runs/`);
    await page.locator("main h1").waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => Boolean(document.activeElement?.closest("main")))).toBe(true);
  });
});
