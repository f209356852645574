import type { RunContext } from "../runs/run-context.ts";
import type { Report } from "../runs/run-event.ts";
import { connectRun } from "../wiring/connect-run.ts";
import type { Invocation } from "./command.ts";
import { caOf } from "./local-settings.ts";
import { createProgress } from "./progress.ts";

/** Connects for the length of one command, with the terminal's progress as its report. */
export async function withWorkspace<T>(
  invocation: Invocation,
  work: (context: RunContext) => Promise<T>,
  report: Report = createProgress(invocation.console, invocation.locale),
): Promise<T> {
  const { context, close } = await connectRun(invocation.resolved.settings, {
    environment: invocation.environment,
    signal: invocation.signal,
    report,
    caPem: await caOf(invocation.environment),
  });
  try {
    return await work(context);
  } finally {
    await close();
  }
}
