import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startLocal } from "../src/cli/local-process.ts";
import { systemClock } from "../src/lib/core/clock.ts";
import { installSdk, missingForSdk, sdkFolder } from "../test/clients/install-sdk.ts";

/**
 * The official Python SDK as a client of the local workspace; it is installed on first use. Without Python or pip the tests are
 * skipped, unless `--required` stands there. Other words are unittest's, such as `-k jobs`.
 */
const words = process.argv.slice(2);
const required = words.includes("--required");

const missing = await missingForSdk(process.env);
if (missing.length > 0) {
  console.log(`test:clients ${required ? "cannot run" : "is skipped"}: ${missing.join(" and ")} not found.`);
  process.exit(required ? 1 : 0);
}
const python = await installSdk(sdkFolder, process.env, (line) => console.log(line));
const folder = await mkdtemp(join(tmpdir(), "clients-"));
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
try {
  const local = await startLocal({
    folder: join(folder, "local"),
    fresh: true,
    flags: ["--flaky-share", "0"],
    environment: process.env,
    clock: systemClock,
    signal: stopping.signal,
  });
  try {
    process.exitCode = test(join(folder, "local", "ready.json"), local.ready.ca_file);
  } finally {
    await local.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** @returns the exit code of the tests */
function test(readyFile: string, caFile: string): number {
  // Somebody's own workspaces and sign-ins are none of the tests'.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("DATABRICKS_"));
  const env = {
    ...Object.fromEntries(inherited),
    HOME: folder,
    DATABRICKS_CONFIG_FILE: join(folder, "none"),
    GENIE_ENHANCER_READY: readyFile,
    REQUESTS_CA_BUNDLE: caFile,
    NO_PROXY: "127.0.0.1",
    no_proxy: "127.0.0.1",
  };
  const tests = fileURLToPath(new URL("../test/clients", import.meta.url));
  const unittest = ["-B", "-m", "unittest", "discover", "-s", tests];
  const others = words.filter((word) => word !== "--required");
  return spawnSync(python, [...unittest, ...others], { stdio: "inherit", env }).status ?? 1;
}
