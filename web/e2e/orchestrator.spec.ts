import { beforeAll, describe, expect, it } from "vitest";
import { awaitStatus, send } from "./browser";
import { card, clean, settled } from "./cards";
import { signedIn, startChat, testService } from "./harness";
import { overflowing } from "./inspect";

const service = testService();
const PHONE = { width: 390, height: 844 };

describe.skipIf(!process.env.PERDURE_URL)("what a run waits for", () => {
  let careful = "";
  let asking = "";
  let manager = "";

  beforeAll(async () => {
    const skills = ["clock", "calculator"];
    careful = (await service().makeAgent({ skills, approvals: { mode: "always" } })).id;
    asking = (await service().makeAgent({ skills, ask_user: true })).id;
    const worker = await service().makeAgent({ skills, approvals: { mode: "always" } });
    const writer = await service().makeAgent({ skills });
    manager = (
      await service().makeAgent({
        skills,
        sub_agents: [
          { name: "writer", agent_id: writer.id, description: "Writes." },
          { name: "worker", agent_id: worker.id, description: "Works." },
        ],
        approvals: { mode: "never" },
      })
    ).id;
  });

  it("is approved in the chat, and said to be", async () => {
    const { page } = await signedIn(service(), {}, careful);
    await send(page, "What is 12*(3+4)?");
    await card(page, "approval").waitFor();
    await awaitStatus(page, "waiting");
    expect(await card(page, "approval").innerText()).toContain("calculate");
    await clean(page, "approval");
    await page.getByRole("button", { name: "Approve", exact: true }).click();
    await awaitStatus(page, "succeeded");
    await settled(page, "approval").getByText("Approved: calculate").waitFor();
    expect(await page.locator("[data-tool=calculate]").getAttribute("data-status")).toBe("done");
    await page.reload();
    await settled(page, "approval").getByText("Approved: calculate").waitFor();
  });

  it("is approved with other arguments", async () => {
    const { page } = await signedIn(service(), {}, careful);
    await send(page, "What is 12*(3+4)?");
    await card(page, "approval").getByRole("button", { name: "Edit…" }).click();
    const field = card(page, "approval").getByLabel("Arguments");
    await field.fill("{");
    await page.getByText("This is no JSON object.").waitFor();
    await field.fill('{"expression": "2+3"}');
    await page.getByRole("button", { name: "Approve with these" }).click();
    await awaitStatus(page, "succeeded");
    await settled(page, "approval").getByText("Approved with other arguments").waitFor();
    await page.locator("[data-tool=calculate] button").first().click();
    expect(await page.locator("[data-tool=calculate] pre").last().innerText()).toContain("5");
  });

  it("is denied with a reason", async () => {
    const { page } = await signedIn(service(), {}, careful);
    await send(page, "What is 12*(3+4)?");
    await card(page, "approval").getByRole("button", { name: "Deny…" }).click();
    await page.getByLabel("Reason, told to the agent").fill("Too costly");
    await page.getByRole("button", { name: "Deny", exact: true }).click();
    await awaitStatus(page, "succeeded");
    await settled(page, "approval").getByText("Reason: Too costly").waitFor();
  });

  it("is answered", async () => {
    const { page } = await signedIn(service(), {}, asking);
    await send(page, "ask me: tea or coffee?");
    await card(page, "input").getByText("tea or coffee").waitFor();
    await clean(page, "question");
    await card(page, "input").getByLabel("Your answer").fill("Tea, please");
    await page.getByRole("button", { name: "Answer", exact: true }).click();
    await awaitStatus(page, "succeeded");
    await settled(page, "input").getByText("Answered: Tea, please").waitFor();
  });

  it("is recovered from with another model", async () => {
    const { page } = await signedIn(service(), {}, asking);
    await send(page, "the model default fails for good. model default fails");
    await card(page, "recovery").waitFor({ timeout: 90_000 });
    await clean(page, "recovery");
    await page.getByRole("button", { name: "Switch the model" }).click();
    await page.getByLabel("Model", { exact: true }).fill("rehearsal/instant");
    await page.getByRole("button", { name: "Switch the model" }).click();
    await settled(page, "recovery").getByText("rehearsal/instant").waitFor();
  });

  it("can be stopped from its recovery card, and tried again", async () => {
    const { page } = await signedIn(service(), {}, asking);
    await send(page, "fail:final");
    await card(page, "recovery").getByRole("button", { name: "Stop the run" }).click();
    await awaitStatus(page, "cancelled");
    await page.getByRole("button", { name: "Try again" }).click();
    await card(page, "recovery").waitFor();
  });

  it("shows a sub-agent as a card that opens into its work", async () => {
    const { page } = await signedIn(service(), {}, manager);
    await send(page, "delegate to the writer: what is 6*7?");
    const agent = page.locator("[data-sub-agent=writer]");
    await agent.waitFor();
    await awaitStatus(page, "succeeded");
    await page.locator("[data-sub-agent=writer][data-status=succeeded]").waitFor();
    expect(await agent.locator("[data-tool]").count()).toBe(0);
    await agent.getByRole("button").first().click();
    await agent.locator("[data-tool=calculate][data-status=done]").waitFor();
    await agent.getByRole("link", { name: "Open the sub-agent’s run" }).waitFor();
    await clean(page, "sub-agent");
    expect(await page.locator("[data-role=user]").count()).toBe(1);
    await page.getByRole("link", { name: "Open the run" }).first().click();
    await page.locator("main [data-step=DELEGATE]").first().waitFor();
  });

  it("shows what a sub-agent waits for, without opening it", async () => {
    const { page } = await signedIn(service(), {}, manager);
    await send(page, "delegate to the worker: what is 6*7?");
    await card(page, "approval").waitFor();
    await page.getByRole("button", { name: "Approve", exact: true }).click();
    await awaitStatus(page, "succeeded");
  });

  it("is all in the inbox, and can be settled there", async () => {
    const window = await signedIn(service(), {}, careful);
    const { page } = window;
    const sum = `${Date.now() % 1_000_000}*(3+4)`;
    await send(page, `What is ${sum}?`);
    await card(page, "approval").waitFor();
    const chat = page.url();
    await page.getByRole("link", { name: "Inbox" }).click();
    await page.getByLabel("Kind").selectOption("approval");
    await page.waitForURL(/reason=approval/);
    const row = page.getByRole("listitem").filter({ hasText: sum });
    await row.waitFor();
    await clean(page, "inbox");
    for (const width of [320, 390, 768]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await overflowing(page), `${width} pixels`).toEqual([]);
    }
    await row.getByRole("button", { name: "Approve", exact: true }).click();
    await expect.poll(() => row.count(), { timeout: 20_000 }).toBe(0);
    await page.goto(chat);
    await awaitStatus(page, "succeeded");
  });
});

describe.skipIf(!process.env.PERDURE_URL)("a run under way", () => {
  it("is paused and goes on", async () => {
    const { page } = await signedIn(service());
    await send(page, "first slow:40@50, then what is 2*3?");
    await page.getByRole("button", { name: "Pause" }).click();
    await awaitStatus(page, "paused");
    await page.getByText("This run is paused.").waitFor();
    await clean(page, "paused");
    await page.getByRole("button", { name: "Resume" }).click();
    await awaitStatus(page, "succeeded");
  });

  it("is stopped and undone", async () => {
    const { page } = await signedIn(service());
    await send(page, "slow:200@50");
    await page.locator("article[aria-busy=true]").waitFor();
    await page.getByRole("button", { name: "Stop and undo" }).click();
    await awaitStatus(page, "cancelled");
  });

  it("takes in what is said meanwhile", async () => {
    const { page } = await signedIn(service());
    await send(page, "slow:60@60");
    await page.locator("article[aria-busy=true]").waitFor();
    await send(page, "What is 8*8?");
    await page.getByText("Is taken in at the next step").waitFor();
    await page.locator("[data-tool=calculate][data-status=done]").waitFor();
    await awaitStatus(page, "succeeded");
    expect(await page.locator("[data-role=user]").allInnerTexts()).toEqual([
      "slow:60@60",
      "What is 8*8?",
    ]);
    const { items } = await service().get<{ items: unknown[] }>(
      `/v1/runs?session_id=${new URL(page.url()).searchParams.get("session")}`,
    );
    expect(items.length, "one run for both").toBe(1);
  });

  it("shows its thoughts when they are opened", async () => {
    const { page } = await signedIn(service());
    await send(page, "think aloud");
    const thought = page.locator("[data-thought]");
    await thought.waitFor();
    await awaitStatus(page, "succeeded");
    await thought.getByRole("button").click();
    expect((await thought.innerText()).length).toBeGreaterThan(20);
  });

  it("can be forked from a step, and told what it was told on its page", async () => {
    const window = await signedIn(service());
    const { page } = window;
    await send(page, "What is 9*9?");
    await awaitStatus(page, "succeeded");
    const before = page.url();
    await page.getByRole("link", { name: "Open the run" }).first().click();
    await page.getByRole("button", { name: "Fork from step 1" }).click();
    await clean(page, "fork");
    await page.getByRole("button", { name: "Fork", exact: true }).click();
    await page.waitForURL(/session=/);
    expect(page.url()).not.toBe(before);
    await awaitStatus(page, "succeeded");
    await startChat(window, service());
  });

  it("has its controls at hand on a phone", async () => {
    const { page } = await signedIn(service(), { viewport: PHONE });
    await send(page, "slow:200@50");
    await page.getByRole("button", { name: "Stop the run" }).waitFor();
    for (const width of [320, 390]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await overflowing(page), `${width} pixels`).toEqual([]);
    }
    await page.getByRole("button", { name: "Stop the run" }).click();
    await awaitStatus(page, "cancelled");
  });
});
