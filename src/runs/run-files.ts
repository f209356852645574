import { access, constants, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EnhancerError } from "../lib/core/errors.ts";
import { runFiles } from "../lib/report/files.ts";
import type { RunReport } from "../lib/report/run-report.ts";
import { reportOf } from "./report-of-run.ts";
import type { RunContext } from "./run-context.ts";

export type WrittenFiles = { readonly report: RunReport; readonly files: Readonly<Record<string, string>> };

/** Makes the folder of setting out_dir: better refused before a question is paid for than after. @throws EnhancerError SETTINGS_INVALID */
export async function ensureOutDir(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new EnhancerError({
      code: "SETTINGS_INVALID",
      message: `The folder ${folder} for the run's files cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: "Give another folder in setting out_dir, or make that one writable.",
      cause,
    });
  }
}

/** Renders a run's files into `out/<run_id>/` and points `out/latest` there. Each file appears whole or not at all. */
export async function writeRunFiles(context: RunContext, runId: string): Promise<WrittenFiles> {
  const report = await reportOf(context, runId);
  const folder = join(context.settings.out_dir, runId);
  await mkdir(folder, { recursive: true });
  const files: Record<string, string> = {};
  for (const [name, text] of runFiles(report, folder)) {
    const path = join(folder, name);
    await writeFile(`${path}.part`, text);
    await rename(`${path}.part`, path);
    files[name] = path;
  }
  const latest = join(context.settings.out_dir, "latest");
  await rm(`${latest}.part`, { force: true });
  await symlink(runId, `${latest}.part`);
  await rename(`${latest}.part`, latest);
  return { report, files };
}
