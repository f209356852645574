import { spawnSync } from "node:child_process";

/** Types, lint, format and unused code, all of them even when one fails. */
const checks: readonly (readonly [string, ...string[]])[] = [
  ["tsc", "-p", "."],
  ["oxlint", "--type-aware", "--deny-warnings"],
  ["oxfmt", "--check", "."],
  ["knip"],
];

const failed = checks.filter(([tool, ...options]) => {
  console.log(`> ${[tool, ...options].join(" ")}`);
  return spawnSync(tool, options, { stdio: "inherit" }).status !== 0;
});
if (failed.length > 0) {
  console.error(`check failed: ${failed.map(([tool]) => tool).join(", ")}`);
  process.exitCode = 1;
}
