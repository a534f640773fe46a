import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { awaitStatus, send } from "./browser";
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

describe.skipIf(!process.env.PERDURE_URL)("the skills", () => {
  it("are listed with how they are", async () => {
    const { page } = await signedIn(service());
    await openSkills(page);
    await page.locator("[data-skill=calculator] [data-health=ok]").waitFor();
    const search = page.locator("[data-skill=web_search]");
    await search.locator("[data-health=not_configured]").waitFor();
    expect(await search.locator("[data-health-message]").textContent()).toMatch(/search service/);
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

describe.skipIf(!process.env.PERDURE_URL)("skills in a chat", () => {
  let agent = "";

  beforeAll(async () => {
    const skills = ["code_executor", "data_query", "file_manager"];
    agent = (await service().makeAgent({ skills, approvals: { mode: "never" } })).id;
  });

  it("show what code prints while it runs", async () => {
    const { page } = await signedIn(service(), {}, agent);
    const code =
      "import time\nfor i in range(40):\n  print('line', i, flush=True)\n  time.sleep(0.1)";
    await send(page, `use run_python ${JSON.stringify({ code })}`);
    const shown = page.locator("[data-tool=run_python] [data-live-output]");
    await shown.getByText(/line 5\b/).waitFor();
    await awaitStatus(page, "succeeded");
    expect(await shown.count()).toBe(0);
    await page.locator("[data-tool=run_python] button").first().click();
    await page
      .locator("[data-tool=run_python] pre")
      .getByText(/line 39/)
      .waitFor();
  });

  it("show a table and a chart of a query", async () => {
    const { page } = await signedIn(service(), {}, agent);
    await send(page, `use write_file ${JSON.stringify({ path: "n.csv", content: "n\n6\n7\n" })}`);
    await page.waitForURL(/session=/);
    await awaitStatus(page, "succeeded");
    const chart = { type: "line", title: "Squares", x: "n", y: ["square"] };
    const sql = "SELECT n, n*n AS square FROM 'n.csv'";
    await send(page, `use query_files ${JSON.stringify({ sql, chart })}`);
    await page.getByRole("cell", { name: "49", exact: true }).waitFor();
    await page.locator("svg.recharts-surface").first().waitFor();
    await page.reload();
    await page.getByRole("cell", { name: "49", exact: true }).waitFor();
  });
});
