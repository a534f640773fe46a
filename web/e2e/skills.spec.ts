import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { signedIn, testService } from "./harness";

const service = testService();

async function openSkills(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Skills", exact: true }).click();
  await page.locator("[data-skill]").first().waitFor();
}

/** Opens a tool of a skill up to its form. */
async function openTool(page: Page, skill: string, tool: string): Promise<Locator> {
  const card = page.locator(`[data-skill=${skill}]`);
  await card.getByRole("button", { name: /tools?$/ }).click();
  const row = card.locator(`[data-tool=${tool}]`);
  await row.getByRole("button", { name: "Try it" }).click();
  return row;
}

describe("the skills", () => {
  it("are listed with how they are", async () => {
    const { page } = await signedIn(service());
    await openSkills(page);
    await page.locator("[data-skill=calculator] [data-health=ok]").waitFor();
    const search = page.locator("[data-skill=web_search]");
    await search.locator("[data-health=not_configured]").waitFor();
    expect(await search.locator("[data-health-message]").textContent()).toMatch(/provider/i);
  });

  it("have tools that can be tried, and say what is wrong with a call", async () => {
    const { page } = await signedIn(service());
    await openSkills(page);
    const tool = await openTool(page, "calculator", "calculate");
    const call = tool.getByRole("button", { name: "Call it" });
    await tool.getByRole("textbox").fill("no JSON");
    expect(await call.isDisabled()).toBe(true);
    await tool.getByRole("textbox").fill('{"expresion": "6*7"}');
    await call.click();
    await tool
      .getByRole("alert")
      .getByText(/expression/)
      .first()
      .waitFor();
    await tool.getByRole("textbox").fill('{"expression": "6*7"}');
    await call.click();
    await tool.locator("[data-trial-result]").getByText("42").waitFor();
  });

  it("run code in the sandbox", async () => {
    const { page } = await signedIn(service());
    await openSkills(page);
    const tool = await openTool(page, "code_executor", "run_python");
    await tool.getByRole("textbox").fill('{"code": "print(sum(range(101)))"}');
    await tool.getByRole("button", { name: "Call it" }).click();
    await tool.locator("[data-trial-result]").getByText("5050").waitFor();
  });

  it("can be switched off and on", async () => {
    const { page } = await signedIn(service());
    await openSkills(page);
    const clock = page.locator("[data-skill=clock]");
    await clock.getByRole("button", { name: "Switch off" }).click();
    await clock.getByText("Switched off").waitFor();
    await clock.getByRole("button", { name: /tools?$/ }).click();
    await clock.locator("[data-tool]").first().waitFor();
    expect(await clock.getByRole("button", { name: "Try it" }).count()).toBe(0);
    await clock.getByRole("button", { name: "Switch on" }).click();
    await clock.getByRole("button", { name: "Try it" }).first().waitFor();
  });
});
