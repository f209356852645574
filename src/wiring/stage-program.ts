import { rename, writeFile } from "node:fs/promises";
import { EnhancerError, toEnhancerError } from "../lib/core/errors.ts";
import { jsonLog } from "../lib/core/log.ts";
import { environmentSource, resolveSettings, type Source } from "../lib/settings/resolve.ts";
import type { Stage, StageResult } from "../runs/run-context.ts";
import { connectRun } from "./connect-run.ts";
import { type Flag, parseFlags } from "./flags.ts";
import { settingsFile } from "./settings-file.ts";

/**
 * A stage as a process: `node <stage>.mjs --run-id R --loop N [--parameters FILE] --result FILE`, every setting also as a flag. It logs one
 * JSON object a line, writes its result file last, and exits 0 when the work is done, 1 on an error, 130 when interrupted.
 */
export async function runStageProgram(name: string, stage: Stage): Promise<void> {
  const log = jsonLog(
    (line) => process.stdout.write(`${line}\n`),
    () => new Date(),
    { stage: name },
  );
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => controller.abort(stopped()));
  try {
    const { own, settings } = await readArguments(process.argv.slice(2), process.env);
    const { context, close } = await connectRun(settings, {
      environment: process.env,
      signal: controller.signal,
      report: ({ kind, ...facts }) => log({ level: "info", event: kind, ...facts }),
    });
    try {
      const result = await stage(context, own.runId, own.loop);
      if (own.result !== undefined) await writeResult(own.result, result);
      log({ level: "info", event: "result", ...result });
    } finally {
      await close();
    }
  } catch (thrown) {
    const error = toEnhancerError(thrown);
    log({ level: "error", event: "failed", ...error.toJSON() });
    process.stderr.write(`${error.message}\n${error.remedy}\n`);
    process.exitCode = error.code === "INTERRUPTED" ? 130 : 1;
  }
}

const ownFlags: readonly Flag[] = ["run-id", "loop", "result", "parameters", "settings"].map((name) => ({
  name,
  type: "string",
}));

type Own = { readonly runId: string; readonly loop: number; readonly result: string | undefined };

async function readArguments(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ own: Own; settings: ReturnType<typeof resolveSettings>["settings"] }> {
  const { options, settings: flags, positionals } = parseFlags(words, ownFlags);
  if (positionals.length > 0) throw wrongWord(String(positionals[0]));
  const { "run-id": runId = "", loop = "1", result, parameters, settings: file } = options;
  const number = Number(loop);
  if (!Number.isInteger(number) || number < 1) {
    throw new EnhancerError({
      code: "SETTINGS_INVALID",
      message: `--loop = ${JSON.stringify(loop)}: must be a whole number from 1`,
      remedy: "Leave it out for the first loop.",
    });
  }
  const sources: Source[] = [
    { kind: "flag", values: flags, where: (setting) => `flag --${setting.replaceAll("_", "-")}` },
    environmentSource(environment),
    ...(typeof file === "string" ? [await settingsFile(file, "file")] : []),
    ...(typeof parameters === "string" ? [await settingsFile(parameters, "job parameter")] : []),
  ];
  const own = { runId: String(runId), loop: number, result: typeof result === "string" ? result : undefined };
  return { own, settings: resolveSettings(sources).settings };
}

function wrongWord(word: string): EnhancerError {
  return new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `A stage takes flags only, and ${JSON.stringify(word)} is none`,
    remedy: "Give settings as --name value, or in a file named by --parameters.",
  });
}

/** Appears whole or not at all: a reader never sees half a result. */
async function writeResult(path: string, result: StageResult): Promise<void> {
  await writeFile(`${path}.part`, `${JSON.stringify(result)}\n`);
  await rename(`${path}.part`, path);
}

function stopped(): EnhancerError {
  return new EnhancerError({
    code: "INTERRUPTED",
    message: "The stage was told to stop",
    remedy: "Start it again with the same run id and loop: it goes on where it was.",
  });
}
