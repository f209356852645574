import type { Console } from "../lib/core/log.ts";
import type { Locale } from "../lib/report/locale.ts";
import type { FollowEvent } from "./follow-event.ts";
import { createProgress } from "./progress.ts";
import { progressTexts } from "./progress-texts.ts";

/** Draws a run that works elsewhere as if it worked here, with the links of its job runs, each once. */
export function createFollowing(console: Console, locale: Locale): (event: FollowEvent) => void {
  const progress = createProgress(console, locale);
  const texts = progressTexts[locale];
  const line = (text: string): void => {
    console.err(`${text}\n`);
  };
  const shown = new Set<string>();
  return (event) => {
    if (event.kind === "job_run") {
      if (!shown.has(event.url)) line(`  ${texts.jobRun(event.loop)} ${event.url}`);
      shown.add(event.url);
    } else if (event.kind === "queued") line(`  ${texts.queued}${event.message === "" ? "" : `: ${event.message}`}`);
    else if (event.kind === "validated") line(`    ${texts.validated(event.kept, event.reverted)}`);
    else progress(event);
  };
}
