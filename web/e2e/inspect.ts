import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds, as `rule: element`. Evaluated past the page's Content-Security-Policy. */
export async function violations(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: AXE });
  const { result } = await session.send("Runtime.evaluate", {
    expression: `axe.run(document, { resultTypes: ["violations"] }).then((found) =>
      found.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.target.join(" "))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  return result.value as string[];
}

/** Controls and texts that stick out of the window, unless something scrolls or clips them. */
export function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const out: string[] = [];
    if (document.documentElement.scrollWidth > width) out.push("the page scrolls sideways");
    const held = (element: Element): boolean => {
      for (let at = element.parentElement; at; at = at.parentElement) {
        const { overflowX } = getComputedStyle(at);
        const inside = at.getBoundingClientRect().right <= width + 1;
        if (overflowX !== "visible" && inside && at !== document.body) {
          return overflowX === "auto" || overflowX === "scroll" || element.tagName === "SPAN";
        }
      }
      return false;
    };
    for (const element of document.querySelectorAll("a,button,input,select,textarea,p,h1,span")) {
      const { left, right, width: own } = element.getBoundingClientRect();
      if (own > 0 && (right > width + 1 || left < -1) && !held(element)) {
        if (element.closest(".sr-only")) continue;
        out.push(`${element.tagName} ${element.textContent?.slice(0, 40)}`);
      }
    }
    return out;
  });
}
