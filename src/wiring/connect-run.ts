import { isIP } from "node:net";
import { systemClock } from "../lib/core/clock.ts";
import { seededRandom, systemIds } from "../lib/core/random.ts";
import { connect } from "../lib/databricks/workspace-client.ts";
import { coordinationSchemaOf, type Settings } from "../lib/settings/settings.ts";
import { requireSettings } from "../lib/settings/resolve.ts";
import { loadParser } from "../lib/sql/parser.ts";
import { openState } from "../lib/state/state.ts";
import type { QuotaText } from "../lib/state/tables/quota-text.ts";
import type { JobTask, RunContext } from "../runs/run-context.ts";
import type { Report } from "../runs/run-event.ts";
import { productVersion } from "./product-version.ts";

export type Machine = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly report: Report;
  /** A certificate authority to trust besides the usual ones, as PEM text. */
  readonly caPem?: string | undefined;
  /** What a job handed to this process. */
  readonly job?: JobTask;
  /** What our statements are marked with in the query history, asked for each. */
  readonly tags?: () => Readonly<Record<string, string>>;
};

/** A poll interval this short is a local workspace's: waits between tries shrink with it. */
const ordinaryPollSeconds = 1;

/**
 * Connects everything a stage or command needs. Close it when done.
 * @throws EnhancerError SETTINGS_INVALID when host or warehouse are not given
 */
export async function connectRun(
  settings: Settings,
  machine: Machine,
): Promise<{ context: RunContext; close: () => Promise<void> }> {
  requireSettings(settings, ["host", "warehouse_id"]);
  // The tables are there when the first question is asked, not yet now.
  const quotaText = (): QuotaText => context.state.quotaText(workspace.host);
  const workspace = connect({
    host: settings.host ?? "",
    env: machine.environment,
    ...(machine.caPem === undefined ? {} : { caPem: machine.caPem }),
    ...(machine.tags === undefined ? {} : { tags: machine.tags }),
    clock: systemClock,
    random: seededRandom(systemIds.hex32()),
    questionsPerMinute: questionsAMinute(settings),
    sharedQuota: {
      name: systemIds.hex32(),
      text: { change: (compute) => quotaText().change(compute), now: () => quotaText().now() },
    },
    questionTimeoutMs: settings.question_timeout * 1000,
    pollMs: settings.poll_interval * 1000,
    pace: Math.min(1, settings.poll_interval / ordinaryPollSeconds),
  });
  const place = {
    catalog: settings.catalog,
    schema: settings.schema,
    coordinationSchema: coordinationSchemaOf(settings),
  };
  const [sql] = await Promise.all([
    workspace.openState({
      warehouseId: settings.warehouse_id ?? "",
      catalog: settings.catalog,
      schema: settings.schema,
      // Twice a question's statement: the first state statement may have to wait until the warehouse has started.
      statementTimeoutMs: settings.statement_timeout * 2000,
    }),
    loadParser(),
  ]);
  const context: RunContext = {
    settings,
    clock: systemClock,
    ids: systemIds,
    workspace,
    workspaceName: isLoopback(workspace.host) ? "local" : workspace.host,
    state: openState(sql, place, systemClock),
    signal: machine.signal,
    report: machine.report,
    productVersion,
    job: machine.job ?? null,
  };
  const close = async (): Promise<void> => {
    await workspace.giveBackQuota();
    await sql.close();
    workspace.close();
  };
  return { context, close };
}

/** What all runs together may ask, people's part of it left to them. */
function questionsAMinute({ questions_per_minute: all, quota_share: share }: Settings): number | null {
  return all === null ? null : all * share;
}

/** Only the local workspace is served from this machine. */
function isLoopback(host: string): boolean {
  const { hostname } = new URL(`https://${host}`);
  return hostname === "localhost" || hostname === "[::1]" || (isIP(hostname) === 4 && hostname.startsWith("127."));
}
