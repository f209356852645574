import { defineConfig } from "vitest/config";

/** What runs on real Spark SQL and Delta tables: `npm run test:delta`. One file after another, since each has a Spark of its own. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/delta/*.delta.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: "forks",
    fileParallelism: false,
  },
});
