import { describe, expect, it } from "vitest";
import en from "@/messages/en.json";
import zh from "@/messages/zh.json";

function keys(value: object, path = ""): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "string" ? [`${path}${key}`] : keys(inner, `${path}${key}.`),
  );
}

/** The values a message wants: what opens a brace outside of every choice, or within one. */
function valuesOf(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  for (const [index, character] of [...text].entries()) {
    if (character === "{" && depth++ % 2 === 0) {
      found.push(/^\w+/.exec([...text].slice(index + 1).join(""))?.[0] ?? "");
    }
    if (character === "}") depth--;
  }
  return found.sort();
}

function placeholders(value: object): Record<string, string[]> {
  const at = (key: string) =>
    key
      .split(".")
      .reduce<unknown>((inner, part) => (inner as Record<string, unknown>)[part], value);
  return Object.fromEntries(keys(value).map((key) => [key, valuesOf(String(at(key)))]));
}

describe("the message files", () => {
  it("have the same keys", () => {
    expect(keys(zh).sort()).toEqual(keys(en).sort());
  });

  it("use the same values in each message", () => {
    expect(placeholders(zh)).toEqual(placeholders(en));
  });
});
