import { realpathSync } from "node:fs";
import { basename, dirname, extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Stage } from "../runs/run-context.ts";

/** Runs the stage when its file was started as a program, and does nothing when it was imported. */
export async function stageProgram(meta: ImportMeta, name: string, stage: Stage): Promise<void> {
  if (!isProgram(meta, name)) return;
  const { runStageProgram } = await import("../wiring/stage-program.ts");
  await runStageProgram(name, stage);
}

/**
 * Told by the name of the file that was started, since one bundle may hold several stages, and parts of it may lie in files beside it: a
 * module is not told which of them it is.
 */
function isProgram(meta: ImportMeta, name: string): boolean {
  const [, started] = process.argv;
  if (started === undefined || basename(started, extname(started)) !== name) return false;
  return fileURLToPath(meta.url).startsWith(dirname(realpathSync(started)));
}
