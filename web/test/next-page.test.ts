import { describe, expect, it } from "vitest";
import { nextPage } from "@/lib/next-page";

const HERE = "https://perdure.example.com";

describe("the page after signing in", () => {
  it("is the one that was asked for", () => {
    expect(nextPage("/runs/?status=failed", HERE)).toBe("/runs/?status=failed");
  });

  it.each([
    null,
    "",
    "chat",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/..//evil.example",
    "/sign-in/?next=%2Fsign-in%2F",
    "http://[",
  ])("is the start instead of %s", (next) => {
    expect(nextPage(next, HERE)).toBe("/chat/");
  });
});
