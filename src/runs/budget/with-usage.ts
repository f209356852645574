import type { OpenRun } from "../open-run.ts";
import { usageRecorder } from "../asking/usage-record.ts";

/** Does a stage's work and records what it used, also where it broke off: limits count over the whole run. */
export async function withUsage<T>(run: OpenRun, work: () => Promise<T>): Promise<T> {
  const recordUsage = usageRecorder(run);
  try {
    const result = await work();
    await recordUsage();
    return result;
  } catch (thrown) {
    // What cannot be written any more must not hide the first error.
    await recordUsage().catch(() => undefined);
    throw thrown;
  }
}
