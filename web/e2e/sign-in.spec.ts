import { describe, expect, it } from "vitest";
import { signIn } from "./browser";
import { openedWindow, testService } from "./harness";

const service = testService();

describe("signing in", () => {
  it("refuses a key that the API does not know, and says so", async () => {
    const { page } = await openedWindow();
    await page.goto(`${service().url}/chat/`);
    await page.getByLabel("API key").fill("pdr_wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    expect(await page.locator("main [role=alert]").innerText()).toContain("not accepted");
    expect(page.url()).toContain("/sign-in");
  });

  it("asks for a key", async () => {
    const { page } = await openedWindow();
    await page.goto(`${service().url}/sign-in/`);
    await page.getByRole("button", { name: "Sign in" }).click();
    expect(await page.locator("main [role=alert]").innerText()).toContain("Enter an API key");
  });

  it("leads to the page that was asked for, and out again", async () => {
    const { page } = await openedWindow();
    await page.goto(`${service().url}/runs/?status=failed`);
    await page.getByLabel("API key").fill(service().apiKey);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/runs\/\?status=failed/);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(/\/sign-in/);
    await page.goto(`${service().url}/chat/`);
    await page.waitForURL(/\/sign-in/);
  });

  it("never leads to another site", async () => {
    const { page } = await openedWindow();
    await page.goto(`${service().url}/sign-in/?next=%2F%09%2Fexample.com`);
    await page.getByLabel("API key").fill(service().apiKey);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/chat/);
    expect(page.url().startsWith(service().url)).toBe(true);
  });

  it("keeps the key in this tab only", async () => {
    const { page } = await openedWindow();
    await signIn(page, service().url, service().apiKey);
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }) + document.cookie);
    expect(kept).not.toContain(service().apiKey);
  });
});
