import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { installSpark, missingForSpark, sparkFolder } from "../src/local/warehouse/spark/install-spark.ts";

/**
 * The suites that run on real Spark SQL and Delta tables; Spark is installed on first use. Without Java or Maven they are skipped,
 * unless `--required` stands there. Other words are vitest's.
 */
const words = process.argv.slice(2);
const required = words.includes("--required");

const missing = await missingForSpark(process.env);
if (missing.length > 0) {
  console.log(`test:delta ${required ? "cannot run" : "is skipped"}: ${missing.join(" and ")} not found on PATH.`);
  process.exit(required ? 1 : 0);
}
await installSpark(sparkFolder, process.env, (line) => console.log(line));
const own = ["run", "--config", fileURLToPath(new URL("../test/delta/vitest.config.ts", import.meta.url))];
const { status } = spawnSync("vitest", [...own, ...words.filter((word) => word !== "--required")], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
