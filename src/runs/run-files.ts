import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runFiles } from "../lib/report/files.ts";
import type { RunReport } from "../lib/report/run-report.ts";
import { reportOf } from "./report-of-run.ts";
import type { RunContext } from "./run-context.ts";

export type WrittenFiles = { readonly report: RunReport; readonly files: Readonly<Record<string, string>> };

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
