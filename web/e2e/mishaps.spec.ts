import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { awaitStatus, send } from "./browser";
import { card, clean, settled } from "./cards";
import { signedIn, testService } from "./harness";

const service = testService();

async function openRun(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Open the run" }).first().click();
  await page.waitForURL(/\/runs\/view/);
}

// The tools are those of testkit, which `./perdure test` gives to its service.
describe.skipIf(!process.env.PERDURE_URL)("an effect nobody knows about", () => {
  let recording = "";

  beforeAll(async () => {
    const config = { skills: ["effect_recorder"], approvals: { mode: "never" } };
    recording = (await service().makeAgent(config)).id;
  });

  async function unknown(): Promise<Page> {
    const { page } = await signedIn(service(), {}, recording);
    await send(page, 'use record_once {"note": "milk"}');
    await card(page, "recovery").getByText("Did record_once take effect?").waitFor();
    await awaitStatus(page, "waiting");
    return page;
  }

  it("is said to have happened", async () => {
    const page = await unknown();
    await page.locator("[data-note=effect]").getByText("It is not known").waitFor();
    await clean(page, "unknown effect");
    await card(page, "recovery").getByRole("button", { name: "It happened" }).click();
    await page.getByLabel("What came of it, if you know").fill("The milk is here.");
    await page.getByRole("button", { name: "It happened" }).click();
    await settled(page, "recovery")
      .getByText("A person said that record_once took effect.")
      .waitFor();
    await awaitStatus(page, "succeeded");
    await openRun(page);
    await page.locator("main [data-effect=confirmed]").waitFor();
  });

  it("is skipped", async () => {
    const page = await unknown();
    await card(page, "recovery").getByRole("button", { name: "Skip" }).click();
    await settled(page, "recovery").getByText("Decided: Skip this call").waitFor();
    await awaitStatus(page, "succeeded");
    await openRun(page);
    await page.locator("main [data-effect=skipped]").waitFor();
  });
});

describe.skipIf(!process.env.PERDURE_URL)("a result too large for a transcript", () => {
  it("is a note that opens into its text, in the chat and on the run's page", async () => {
    const agent = await service().makeAgent({ skills: ["test_tools"] });
    const { page } = await signedIn(service(), {}, agent.id);
    await send(page, 'use huge {"characters": 70000}');
    const note = page.locator("[data-note=artifact]");
    await note.getByText("70,000 bytes").waitFor();
    await note.getByRole("button", { name: "Open the text" }).click();
    await note.locator("[data-artifact]").getByText("000006999").waitFor();
    await awaitStatus(page, "succeeded");
    await clean(page, "artifact");
    await note.getByRole("button", { name: "Close the text" }).click();
    expect(await note.locator("[data-artifact]").count()).toBe(0);
    await openRun(page);
    await page.getByRole("button", { name: "Open the text" }).click();
    await page.locator("main [data-artifact]").getByText("000006999").waitFor();
  });
});

describe.skipIf(!process.env.PERDURE_URL)("a run that goes astray", () => {
  it("is told that it repeats itself, and then stopped", async () => {
    const { page } = await signedIn(service());
    await send(page, "12*(3+4) over and over");
    await page.locator("[data-tool=calculate] [data-note=loop]").first().waitFor();
    await awaitStatus(page, "failed");
    expect(await page.locator("[data-tool=calculate]").count()).toBeGreaterThan(3);
    await clean(page, "loop");
  });

  it("goes on when its budget is topped up", async () => {
    const agent = await service().makeAgent({ budget: { tokens: 1 } });
    const { page } = await signedIn(service(), {}, agent.id);
    await send(page, "Hello");
    await card(page, "budget").getByText("The budget is spent").waitFor();
    await card(page, "budget").getByRole("button", { name: "Top up" }).click();
    expect(await page.getByLabel("Of what").inputValue()).toBe("tokens");
    await page.getByLabel("How much more").fill("100000");
    await clean(page, "top-up");
    await page.getByRole("button", { name: "Top up" }).click();
    await awaitStatus(page, "succeeded");
    await settled(page, "budget").getByText("The budget was raised.").waitFor();
    await page.locator("[data-note=topped_up]").waitFor();
  });

  it("says which model took over", async () => {
    const agent = await service().makeAgent({ fallback_models: ["rehearsal/instant"] });
    const { page } = await signedIn(service(), {}, agent.id);
    await send(page, "the model default fails for good");
    const note = page.locator("[data-note=degraded]");
    await note.getByText("rehearsal/instant takes over from rehearsal/default").waitFor();
    await awaitStatus(page, "succeeded");
    await page.reload();
    await note.getByText("rehearsal/instant takes over").waitFor();
  });
});
