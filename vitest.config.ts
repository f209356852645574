import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Whole runs first: they take longest, and one that starts last leaves the other worker idle. */
class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      if (moduleId.includes("/test/whole/")) return 0;
      return moduleId.includes("/test/cli/") ? 1 : 2;
    };
    return Promise.resolve(files.toSorted((one, other) => rank(one) - rank(other)));
  }
}

/** They look at what a process has remembered since it began, or start processes of their own and gain nothing from sharing one. */
const apart = [
  "src/lib/core/redact.test.ts",
  "src/lib/databricks/auth.test.ts",
  "src/lib/sql/parser.test.ts",
  "test/whole/secrets.test.ts",
  "test/{cli,cli-client,launcher}/**/*.test.ts",
];
const never = ["**/node_modules/**", "**/*.deep.test.ts"];

/** The everyday suite. Deep runs live in `*.deep.test.ts` and have a configuration of their own. */
export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    // Much of the time a test waits for a process it started.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: ["src/**/*.test.ts", "test/**/*.test.ts"],
          exclude: [...never, ...apart],
          // A worker loads modules, SQL parser and DuckDB once: half of the processor time of a file that has it all to itself.
          isolate: false,
        },
      },
      { extends: true, test: { name: "apart", include: apart, exclude: never } },
    ],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["**/*.test.ts"],
      reporter: ["text-summary", "html"],
    },
  },
});
