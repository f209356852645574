import { EnhancerError } from "../lib/core/errors.ts";
import { environmentSource, resolveSettings, type Source } from "../lib/settings/resolve.ts";
import type { Settings } from "../lib/settings/settings.ts";
import type { JobTask } from "../runs/run-context.ts";
import { type Flag, parseFlags } from "./flags.ts";
import { loopNumber, ownNames, takeApart } from "./own-names.ts";
import { settingsFile } from "./settings-file.ts";

/** What a stage program was started with. */
export type StageArguments = {
  readonly runId: string;
  readonly loop: number;
  /** File for the result, or undefined. */
  readonly result: string | undefined;
  readonly settings: Settings;
  readonly job: JobTask;
};

const flagOf = (name: string): string => name.replaceAll("_", "-");
const ownFlags: readonly Flag[] = [...ownNames.map(flagOf), "result", "parameters", "settings"].map((name) => ({
  name,
  type: "string",
}));

/**
 * Reads flags, environment, settings file and the parameters of a job, the first being the strongest.
 * @throws EnhancerError SETTINGS_INVALID
 */
export async function readStageArguments(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<StageArguments> {
  const { options, settings: flags, positionals } = parseFlags(words, ownFlags);
  if (positionals.length > 0) throw wrongWord(String(positionals[0]));
  const { result, parameters, settings: file } = options;
  const handed = typeof parameters === "string" ? await settingsFile(parameters, "job parameter") : null;
  const { own, settings: ofJob, all } = takeApart(handed?.values ?? {});
  const sources: Source[] = [
    { kind: "flag", values: flags, where: (setting) => `flag --${flagOf(setting)}` },
    environmentSource(environment),
    ...(typeof file === "string" ? [await settingsFile(file, "file")] : []),
    ...(handed === null ? [] : [{ ...handed, values: ofJob }]),
  ];
  const { settings } = resolveSettings(sources);
  const ofFlags = Object.fromEntries(
    ownNames.flatMap((name) => {
      const value = options[flagOf(name)];
      return typeof value === "string" ? [[name, value] as const] : [];
    }),
  );
  const told = { ...own, ...ofFlags };
  return {
    runId: told.run_id ?? "",
    loop: loopNumber(told.loop ?? "1"),
    result: typeof result === "string" ? result : undefined,
    settings,
    job: { jobId: settings.job_id, jobRunId: told.job_run_id ?? null, parameters: { ...all, ...ofFlags } },
  };
}

function wrongWord(word: string): EnhancerError {
  return new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `A stage takes flags only, and ${JSON.stringify(word)} is none`,
    remedy: "Give settings as --name value, or in a file named by --parameters.",
  });
}
