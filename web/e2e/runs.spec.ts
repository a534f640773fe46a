import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { awaitStatus, send } from "./browser";
import { signedIn, testService } from "./harness";

const service = testService();
const VERIFIER = path.resolve(import.meta.dirname, "../scripts/verify-agui.mjs");

describe("the runs", () => {
  it("are listed with their states as they change, filtered, and lead to their chat", async () => {
    const { page } = await signedIn(service());
    const mark = `slow:200@60 ${Date.now().toString(36)}`;
    await send(page, mark);
    await page.waitForURL(/session=/);
    await page.getByRole("link", { name: "Runs", exact: true }).click();
    const row = page.locator("[data-run]").filter({ hasText: mark });
    await row.locator("[data-status=running]").waitFor();
    await row.locator("[data-status=succeeded]").waitFor();

    await page.getByLabel("Status").selectOption("cancelled");
    await page.waitForURL(/status=cancelled/);
    await expect.poll(() => row.count()).toBe(0);
    await page.getByLabel("Status").selectOption("succeeded");
    await row.getByRole("link", { name: "Open in chat" }).click();
    await page.locator("[data-role=user]").getByText(mark).waitFor();
  });

  it("have a page with steps and raw events, which are AG-UI", async () => {
    const { page } = await signedIn(service());
    await send(page, "What is 9*9?");
    await page.waitForURL(/session=/);
    await awaitStatus(page, "succeeded");
    await page.getByRole("link", { name: "Open the run" }).first().click();
    await page.waitForURL(/\/runs\/view/);
    const steps = page.locator("main [data-step]");
    await steps.first().waitFor();
    const kinds = await steps.evaluateAll((all) => all.map((one) => one.getAttribute("data-step")));
    expect(kinds.slice(0, 2)).toEqual(["THINK", "ACT"]);
    const events = page.locator("[data-pos]");
    await events.filter({ hasText: "RUN_FINISHED" }).waitFor();
    await events.filter({ hasText: "TOOL_CALL_START" }).first().locator("summary").click();
    await page.getByText('"toolCallName"').waitFor();

    const run = new URL(page.url()).searchParams.get("id");
    const judged = await promisify(execFile)(
      process.execPath,
      [VERIFIER, `${service().url}/v1/runs/${run}/events`],
      { timeout: 20_000, env: { ...process.env, PERDURE_API_KEY: service().apiKey } },
    ).catch((error) => error);
    expect(judged.stderr).toBe("");
  });

  it("say when there is no such run", async () => {
    const { page } = await signedIn(service());
    await page.goto(`${service().url}/runs/view/?id=0199aaaa-0000-7000-8000-000000000000`);
    await page.getByText("This run does not exist").waitFor();
  });
});
