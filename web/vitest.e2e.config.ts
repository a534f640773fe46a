import path from "node:path";
import { defineConfig } from "vitest/config";

/** Browser tests: one file at a time, because they share one browser machine and one service. */
export default defineConfig({
  resolve: { alias: { "@": path.resolve(import.meta.dirname) } },
  test: {
    include: ["e2e/**/*.spec.ts"],
    environment: "node",
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
