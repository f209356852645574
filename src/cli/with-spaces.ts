import { systemClock } from "../lib/core/clock.ts";
import { seededRandom, systemIds } from "../lib/core/random.ts";
import { connect, type Workspace } from "../lib/databricks/workspace-client.ts";
import { requireSettings } from "../lib/settings/resolve.ts";
import type { Invocation } from "./command.ts";
import { caOf } from "./local-settings.ts";

/** Connects for work on spaces alone, which needs a host and no warehouse. */
export async function withSpaces<T>(
  { resolved: { settings }, environment }: Invocation,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  requireSettings(settings, ["host"]);
  const caPem = await caOf(environment);
  const workspace = connect({
    host: settings.host ?? "",
    env: environment,
    ...(caPem === undefined ? {} : { caPem }),
    clock: systemClock,
    random: seededRandom(systemIds.hex32()),
    questionsPerMinute: null,
  });
  try {
    return await work(workspace);
  } finally {
    workspace.close();
  }
}
