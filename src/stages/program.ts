import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Stage } from "../runs/run-context.ts";

/** Runs the stage when its file was started as a program, and does nothing when it was imported. */
export async function stageProgram(meta: ImportMeta, name: string, stage: Stage): Promise<void> {
  if (!isProgram(meta)) return;
  const { runStageProgram } = await import("../wiring/stage-program.ts");
  await runStageProgram(name, stage);
}

/** Before Node 24.2 a module is not told whether it was started. */
function isProgram(meta: ImportMeta): boolean {
  const told: boolean | undefined = meta.main;
  const [, started] = process.argv;
  return told ?? (started !== undefined && realpathSync(started) === fileURLToPath(meta.url));
}
