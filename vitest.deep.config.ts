import { defineConfig } from "vitest/config";

/** Long runs: many seeds, large sizes. Sampled in CI, run whole by hand. */
export default defineConfig({
  test: {
    include: ["src/**/*.deep.test.ts", "test/**/*.deep.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
  },
});
