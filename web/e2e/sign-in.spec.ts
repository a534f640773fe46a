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

  it("sends the key once and keeps it nowhere", async () => {
    const { page } = await openedWindow();
    const carried: string[] = [];
    page.on("request", (request) => {
      const body = request.postData() ?? "";
      const headers = JSON.stringify(request.headers());
      if (`${request.url()} ${headers} ${body}`.includes(service().apiKey)) {
        carried.push(`${request.method()} ${new URL(request.url()).pathname}`);
      }
    });
    await signIn(page, service().url, service().apiKey);
    expect(carried).toEqual(["POST /v1/auth/session"]);
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    );
    expect(kept).not.toContain(service().apiKey);
    const cookies = await page.context().cookies();
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/" });
    expect(kept).not.toContain(cookies[0]?.value);
  });

  it("is signed in in another tab too, until it signs out there", async () => {
    const { page } = await openedWindow();
    await signIn(page, service().url, service().apiKey);
    const other = await page.context().newPage();
    await other.goto(`${service().url}/runs/`);
    await other.getByRole("button", { name: "Sign out" }).click();
    await other.waitForURL(/\/sign-in/);
    await page.goto(`${service().url}/runs/?status=failed`);
    await page.waitForURL(/\/sign-in\/\?next=%2Fruns%2F%3Fstatus%3Dfailed/);
  });

  it("leads back to the page after a session has ended", async () => {
    const { page } = await openedWindow();
    await signIn(page, service().url, service().apiKey);
    await page.goto(`${service().url}/runs/?status=failed`);
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    await page.context().clearCookies();
    await page.waitForURL(/\/sign-in/);
    await page.getByLabel("API key").fill(service().apiKey);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/runs\/\?status=failed/);
  });

  it("tells what became of signing in at a provider", async () => {
    const { page } = await openedWindow();
    await page.goto(`${service().url}/sign-in/?oidc=refused&next=%2Fruns%2F`);
    expect(await page.locator("main [role=alert]").innerText()).toContain("could not be signed in");
    await page.getByLabel("API key").fill(service().apiKey);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/runs/);
  });

  it("offers the provider that is configured", async () => {
    const { page } = await openedWindow();
    await page.route("**/v1/auth/methods", (route) =>
      route.fulfill({
        json: { api_key: true, oidc: { name: "Example", url: "/v1/auth/oidc/login" } },
      }),
    );
    await page.goto(`${service().url}/sign-in/?next=%2Fruns%2F`);
    const link = page.getByRole("link", { name: "Sign in with Example" });
    expect(await link.getAttribute("href")).toBe("/v1/auth/oidc/login?next=%2Fruns%2F");
  });
});
