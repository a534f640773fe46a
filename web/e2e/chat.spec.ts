import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { awaitStatus, send } from "./browser";
import { signedIn, startChat, testService } from "./harness";

const service = testService();

/** The conversation as a reader sees it, one string a message. */
function conversation(page: Page): Promise<string[]> {
  return page.locator("[data-role]").allInnerTexts();
}

describe("a chat", () => {
  it("shows words as they come", async () => {
    const { page } = await signedIn(service());
    await send(page, "slow:60@60");
    await page.locator("article[aria-busy=true]").waitFor();
    const lengths = await watchGrowth(page);
    await awaitStatus(page, "succeeded");
    expect(new Set(await lengths()).size).toBeGreaterThan(10);
  });

  it("shows tool calls with arguments and result, and the same when it is opened again", async () => {
    const { page } = await signedIn(service());
    await send(page, "What is 12*(3+4)?");
    await page.waitForURL(/session=/);
    const card = page.locator("[data-tool]");
    await card.waitFor();
    await awaitStatus(page, "succeeded");
    expect(await card.getAttribute("data-status")).toBe("done");
    await card.getByRole("button").click();
    expect(await card.locator("pre").first().innerText()).toContain("12*(3+4)");
    expect(await card.locator("pre").last().innerText()).toContain("84");
    await card.getByRole("button").click();

    const live = await conversation(page);
    expect(live[0]).toBe("What is 12*(3+4)?");
    await page.reload();
    await awaitStatus(page, "succeeded");
    expect(await conversation(page)).toEqual(live);
  });

  it("stops a run", async () => {
    const { page } = await signedIn(service());
    await send(page, "slow:200@50");
    await page.locator("article[aria-busy=true]").waitFor();
    await page.getByRole("button", { name: "Stop the run" }).click();
    await awaitStatus(page, "cancelled");
    await page.getByText("This run was stopped.").first().waitFor();
  });

  it("lets a second message wait for its turn", async () => {
    const { page } = await signedIn(service());
    await send(page, "slow:30@50");
    await page.locator("article[aria-busy=true]").waitFor();
    await page.getByRole("combobox", { name: "When sent" }).selectOption("enqueue");
    await send(page, "What is 2*3?");
    await page.getByText("Waits for the run before it").waitFor();
    await page.locator("[data-tool][data-status=done]").last().waitFor();
    await awaitStatus(page, "succeeded");
    await expect.poll(() => page.locator("article[aria-busy=true]").count()).toBe(0);
    const users = await page.locator("[data-role=user]").allInnerTexts();
    expect(users).toEqual(["slow:30@50", "What is 2*3?"]);
    const roles = await page
      .locator("[data-role]")
      .evaluateAll((all) => all.map((one) => one.getAttribute("data-role")));
    expect(roles.indexOf("user", 1), "the first answer stands before it").toBeGreaterThan(1);
  });

  it("says why a run failed", async () => {
    const { page } = await signedIn(service());
    await send(page, "fail:final");
    const note = page.locator("[data-note=failed], [data-note=waiting], [data-interrupt=recovery]");
    await note.waitFor();
    expect((await note.innerText()).length).toBeGreaterThan(30);
  });

  it("shows the same session in two windows", async () => {
    const first = await signedIn(service());
    await send(first.page, "What is 5*5?");
    await first.page.waitForURL(/session=/);
    await awaitStatus(first.page, "succeeded");
    const second = await signedIn(service());
    await second.page.goto(first.page.url());
    await awaitStatus(second.page, "succeeded");
    await send(second.page, "What is 6*6?");
    await second.page.locator("[data-tool][data-status=done]").nth(1).waitFor();
    await first.page.locator("[data-tool][data-status=done]").nth(1).waitFor();
    await awaitStatus(second.page, "succeeded");
    await expect
      .poll(() => conversation(first.page), { timeout: 10_000 })
      .toEqual(await conversation(second.page));
  });

  it("keeps several sessions, finds, renames and deletes them", async () => {
    const window = await signedIn(service());
    const { page } = window;
    const mark = `m${Date.now().toString(36)}`;
    for (const name of ["apple", "pear"]) {
      await send(page, `Say hello, ${name} ${mark}`);
      await page.waitForURL(/session=/);
      await awaitStatus(page, "succeeded");
      await startChat(window, service());
    }
    const list = page.getByRole("region", { name: "Sessions" });
    await list.getByRole("searchbox").fill(`pear ${mark}`);
    await expect.poll(() => list.getByRole("listitem").count()).toBe(1);
    await list.getByRole("link", { name: `pear ${mark}` }).click();
    await page.locator("[data-role=user]").getByText("pear").waitFor();

    await list.getByRole("button", { name: /Actions for/ }).click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill(`plum ${mark}`);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: `plum ${mark}` }).waitFor();

    await list.getByRole("searchbox").fill(`plum ${mark}`);
    await list.getByRole("button", { name: /Actions for/ }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText(/No session matches/).waitFor();
    expect(page.url()).not.toContain("session=");
  });

  it("says when a session does not exist", async () => {
    const { page, faults } = await signedIn(service());
    await page.goto(`${service().url}/chat/?session=0199aaaa-0000-7000-8000-000000000000`);
    await page.getByText("This session does not exist").waitFor();
    expect(faults).toEqual([]);
  });
});

describe("the composer", () => {
  it("sends on Enter, breaks the line on Shift+Enter, waits for an input method", async () => {
    const { page } = await signedIn(service());
    const field = page.locator("textarea");
    await field.fill("first");
    await field.press("Shift+Enter");
    await field.pressSequentially("second");
    expect(await field.inputValue()).toBe("first\nsecond");
    await field.evaluate((area) => {
      const options = { key: "Enter", bubbles: true, cancelable: true, isComposing: true };
      area.dispatchEvent(new KeyboardEvent("keydown", options));
    });
    expect(page.url(), "nothing was sent while composing").not.toContain("session=");
    await field.press("Enter");
    await page.waitForURL(/session=/);
    expect(await page.locator("[data-role=user]").innerText()).toBe("first\nsecond");
    expect(await field.inputValue()).toBe("");
  });

  it("keeps the text when it could not be sent, and sends it once in the end", async () => {
    const { page } = await signedIn(service());
    await service().gateway.shut();
    await send(page, "What is 7*7?");
    await page.getByText("The service can't be reached.").first().waitFor();
    expect(await page.locator("textarea").inputValue()).toBe("What is 7*7?");
    await service().gateway.reopen();
    await page.locator("textarea").press("Enter");
    await page.waitForURL(/session=/);
    await awaitStatus(page, "succeeded");
    expect(await page.locator("[data-role=user]").count()).toBe(1);
  });
});

/** Notes how long the conversation is at each frame. */
async function watchGrowth(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { seen });
    const look = () => {
      seen.push(document.querySelector("[role=log]")?.textContent?.length ?? 0);
      requestAnimationFrame(look);
    };
    look();
  });
  return () => page.evaluate(() => (window as unknown as { seen: number[] }).seen);
}
