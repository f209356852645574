import { EnhancerError } from "../lib/core/errors.ts";
import { nextCommand } from "../runs/ending/next-command.ts";
import { reportOf } from "../runs/ending/report-of-run.ts";
import type { RunContext } from "../runs/run-context.ts";
import { writeRunFiles } from "../runs/ending/run-files.ts";
import type { ExitCode, Invocation } from "./command.ts";
import { readTimeout } from "./follow-options.ts";
import { type Followed, followRun } from "./follow-run.ts";
import { createFollowing } from "./following.ts";
import { linksOf } from "./run-links.ts";
import { exitCodeOf, showEnd } from "./show-end.ts";
import { approvalInWords, leftInWords } from "./run-notices.ts";

/** Follows a run to its end and shows it: the files are written on this machine too where `files` says so. */
export async function followToEnd(
  invocation: Invocation,
  context: RunContext,
  runId: string,
  files: "written" | "not_written",
  onEvent = createFollowing(invocation.console, invocation.locale),
): Promise<ExitCode> {
  const followed = await stillGoing(context, `run ${runId}`, () =>
    followRun(context, runId, { onEvent, timeoutSeconds: readTimeout(invocation.arguments) }),
  );
  const links = await linksOf(context, followed.run);
  if (files === "written") {
    const written = await writeRunFiles(context, runId);
    showEnd(invocation, written.report, written.files, links);
  } else showEnd(invocation, await reportOf(context, runId), {}, links);
  const notice = noticeOf(followed, context, invocation);
  if (notice.length > 0) invocation.console.err(`\n${notice.join("\n")}\n`);
  return exitCodeOfFollowed(followed);
}

function noticeOf(followed: Followed, context: RunContext, { locale }: Invocation): string[] {
  switch (followed.kind) {
    case "ended":
      return [];
    case "awaits_approval":
      return approvalInWords(followed.run, locale);
    case "left":
      return leftInWords(
        followed,
        nextCommand("resume", followed.run.run_id, context.workspaceName, followed.run.job_id),
        locale,
      );
  }
}

/** A run that a person stops, or leaves to a person, is a clean no; one whose job run broke is an error. */
function exitCodeOfFollowed(followed: Followed): ExitCode {
  switch (followed.kind) {
    case "ended":
      return exitCodeOf(followed.run.status);
    case "awaits_approval":
      return 2;
    case "left":
      return followed.jobRun !== null && followed.jobRun.resultState !== "SUCCESS" ? 1 : 2;
  }
}

/** Whoever stops following is told that the run goes on. */
export async function stillGoing<T>(context: RunContext, what: string, follow: () => Promise<T>): Promise<T> {
  try {
    return await follow();
  } catch (thrown) {
    if (!context.signal.aborted) throw thrown;
    throw new EnhancerError({
      code: "INTERRUPTED",
      message: `No longer following ${what}, which goes on`,
      remedy: "Follow it again with `genie-enhancer wait`, or end it with `genie-enhancer stop`.",
      context: { goes_on: true },
      cause: thrown,
    });
  }
}
