import { allChecks } from "../runs/doctor/all-checks.ts";
import { examine } from "../runs/doctor/examine.ts";
import { findingsOf, linesOf, weigh } from "../runs/doctor/findings-of.ts";
import type { RunContext, StageResult } from "../runs/run-context.ts";
import { stageProgram } from "./program.ts";

/**
 * Checks all that a run would need, as whom the job runs. It fails where a run would not start; warnings are told. Parameter `model_call`,
 * `false`, leaves out the one small question to the model.
 */
export async function doctor(context: RunContext): Promise<StageResult> {
  const { settings, signal } = context;
  const modelCall = context.job?.parameters["model_call"] !== "false";
  // The job that is looked at is the one that runs are started with, and not this one.
  const wanted = { ...settings, job_id: context.job?.parameters["enhance_job_id"] ?? null };
  const examined = await examine(allChecks, {
    settings: wanted,
    nodeVersion: process.versions.node,
    modelCall,
    signal,
    run: { ...context, settings: wanted },
  });
  const { blocking, warning } = weigh(examined);
  const found = findingsOf(examined, settings.locale).filter(({ ok, severity }) => !ok && severity === "blocks");
  return {
    run_id: "",
    loop: 1,
    stage: "doctor",
    status: blocking > 0 ? "FAILED" : "COMPLETED",
    task_values: { blocking, warnings: warning },
    message: linesOf(examined, settings.locale).join("\n"),
    ...(found.length === 0
      ? {}
      : {
          error: {
            code: "SETTINGS_INVALID",
            message: found.map(({ detail }) => detail).join("; "),
            remedy: found.map(({ remedy }) => remedy ?? "").join("\n"),
          },
        }),
  };
}

await stageProgram(import.meta, "doctor", doctor);
