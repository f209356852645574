import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The Databricks CLI: `DATABRICKS_CLI` names it, else it is on PATH; null when there is none, or only the old one in Python. */
export function findDatabricksCli(): string | null {
  const path = process.env["DATABRICKS_CLI"] ?? "databricks";
  try {
    const version = execFileSync(path, ["version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return version.startsWith("Databricks CLI v") ? path : null;
  } catch {
    return null;
  }
}

export type CliResult = { readonly code: number; readonly out: string; readonly err: string };

export type DatabricksCli = {
  /** Runs one command in a folder, to its end. */
  run(folder: string, ...words: string[]): Promise<CliResult>;
  close(): Promise<void>;
};

/** A CLI that knows one workspace, with a home folder of its own. `login` are its settings, such as DATABRICKS_TOKEN. */
export async function databricksCli(path: string, login: Readonly<Record<string, string>>): Promise<DatabricksCli> {
  const home = await mkdtemp(join(tmpdir(), "databricks-home-"));
  const env = {
    PATH: process.env["PATH"],
    HOME: home,
    DATABRICKS_CLI_DISABLE_UPDATE_CHECK: "true",
    DATABRICKS_CACHE_ENABLED: "false",
    ...login,
  };
  return {
    run: async (cwd, ...words) =>
      await new Promise((resolve) => {
        execFile(path, words, { cwd, env, timeout: 120_000 }, (error, out, err) => {
          const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
          resolve({ code, out, err });
        });
      }),
    close: async () => {
      await rm(home, { recursive: true, force: true });
    },
  };
}
