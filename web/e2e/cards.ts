import type { Page } from "playwright-core";
import { expect } from "vitest";
import { violations } from "./inspect";

/** A card that waits for somebody. */
export function card(page: Page, reason: string) {
  return page.locator(`[data-interrupt=${reason}][data-interrupt-id]`);
}

/** The same thing once it is decided. */
export function settled(page: Page, reason: string) {
  return page.locator(`[data-interrupt=${reason}][data-settled=settled]`);
}

/** Nothing on the page is hard to read or to reach, in light and in dark. */
export async function clean(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page), `${name}, ${colorScheme}`).toEqual([]);
  }
}
