import { access, constants, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EnhancerError } from "../../lib/core/errors.ts";
import { runFiles } from "../../lib/report/files.ts";
import type { RunReport } from "../../lib/report/run-report.ts";
import { reportOf } from "./report-of-run.ts";
import type { RunContext } from "../run-context.ts";

export type WrittenFiles = { readonly report: RunReport; readonly files: Readonly<Record<string, string>> };

/** Makes the folder of setting out_dir: better refused before a question is paid for than after. @throws EnhancerError SETTINGS_INVALID */
export async function ensureOutDir(context: Pick<RunContext, "settings" | "workspace" | "signal">): Promise<void> {
  const folder = context.settings.out_dir;
  try {
    if (isInVolume(folder)) {
      await context.workspace.files.makeFolder(folder, context.signal);
      return;
    }
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (cause) {
    if (context.signal.aborted) throw cause;
    throw new EnhancerError({
      code: "SETTINGS_INVALID",
      message: `The folder ${folder} for the run's files cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy:
        cause instanceof EnhancerError
          ? `${cause.remedy} Or give another folder in setting out_dir.`
          : "Give another folder in setting out_dir, or make that one writable.",
      cause,
    });
  }
}

/**
 * Renders a run's files into `<out_dir>/<run_id>/` and lets `<out_dir>/latest` point there: a link, or, in a volume, which knows no links,
 * the file `latest.json`. Each file appears whole or not at all.
 */
export async function writeRunFiles(context: RunContext, runId: string): Promise<WrittenFiles> {
  const report = await reportOf(context, runId);
  return { report, files: await writeFiles(context, runId, (folder) => runFiles(report, folder)) };
}

/** Writes files into the run's folder and lets `latest` point there. @returns their paths, by name */
export async function writeFiles(
  context: RunContext,
  runId: string,
  render: (folder: string) => ReadonlyMap<string, string>,
): Promise<Readonly<Record<string, string>>> {
  const place = isInVolume(context.settings.out_dir) ? volumePlace(context) : folderPlace(context.settings.out_dir);
  const folder = await place.open(runId);
  const files: Record<string, string> = {};
  for (const [name, text] of render(folder)) {
    const path = join(folder, name);
    await place.write(path, text);
    files[name] = path;
  }
  await place.pointTo(runId, folder);
  return files;
}

/** The HTML report in the run's language. */
export function reportPath(
  { settings }: Pick<RunContext, "settings">,
  files: WrittenFiles["files"],
): string | undefined {
  return files[settings.locale === "ko" ? "report.ko.html" : "report.html"];
}

function isInVolume(folder: string): boolean {
  return folder.startsWith("/Volumes/");
}

/** Where a run's files go. */
type Place = {
  /** Makes the run's folder and gives its path. */
  readonly open: (runId: string) => Promise<string>;
  readonly write: (path: string, text: string) => Promise<void>;
  readonly pointTo: (runId: string, folder: string) => Promise<void>;
};

function folderPlace(outDir: string): Place {
  return {
    open: async (runId) => {
      const folder = join(outDir, runId);
      await mkdir(folder, { recursive: true });
      return folder;
    },
    write: async (path, text) => {
      await writeFile(`${path}.part`, text);
      await rename(`${path}.part`, path);
    },
    pointTo: async (runId) => {
      const latest = join(outDir, "latest");
      await rm(`${latest}.part`, { force: true });
      await symlink(runId, `${latest}.part`);
      await rename(`${latest}.part`, latest);
    },
  };
}

/** The Files API writes a file whole or not at all. */
function volumePlace({ settings, workspace, signal }: RunContext): Place {
  const { files } = workspace;
  return {
    open: async (runId) => {
      const folder = join(settings.out_dir, runId);
      await files.makeFolder(folder, signal);
      return folder;
    },
    write: (path, text) => files.write(path, text, signal),
    pointTo: (runId, folder) => {
      const text = `${JSON.stringify({ run_id: runId, folder })}\n`;
      return files.write(join(settings.out_dir, "latest.json"), text, signal);
    },
  };
}
