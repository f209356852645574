import { EnhancerError } from "../lib/core/errors.ts";
import type { Arguments, Option } from "./arguments.ts";

/** How long a run is followed. */
export const followOption: Option = {
  name: "timeout",
  type: "string",
  en: "seconds after which following a job's run is given up; the run goes on",
  ko: "작업의 실행을 지켜보는 최대 시간(초), 실행은 계속됨",
};

/** Seconds, or null for ever. @throws EnhancerError SETTINGS_INVALID */
export function readTimeout({ options }: Arguments): number | null {
  const given = options[followOption.name];
  if (typeof given !== "string") return null;
  const seconds = Number(given);
  if (Number.isFinite(seconds) && seconds >= 0 && given.trim() !== "") return seconds;
  throw new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `--timeout = ${JSON.stringify(given)}: allowed: a number of seconds`,
    remedy: "Give seconds, such as --timeout 3600, or leave it out to wait for ever.",
  });
}

/** A run works in this process or as job runs. @throws EnhancerError SETTINGS_INVALID */
export async function checkFollowing(words: Arguments): Promise<void> {
  readTimeout(words);
  const { job, inline } = words.options;
  await Promise.resolve();
  if (job !== true || inline !== true) return;
  throw new EnhancerError({
    code: "SETTINGS_INVALID",
    message: "--inline and --job exclude each other",
    remedy: "Give --job to work as runs of the deployed job, or --inline to work in this process.",
  });
}
