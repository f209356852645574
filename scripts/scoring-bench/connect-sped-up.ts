import { localSource } from "../../src/cli/local-settings.ts";
import type { Clock } from "../../src/lib/core/clock.ts";
import { seededRandom, systemIds } from "../../src/lib/core/random.ts";
import { connect } from "../../src/lib/databricks/workspace-client.ts";
import { resolveSettings } from "../../src/lib/settings/resolve.ts";
import { coordinationSchemaOf } from "../../src/lib/settings/settings.ts";
import { loadParser } from "../../src/lib/sql/parser.ts";
import { openState } from "../../src/lib/state/state.ts";
import type { RunContext } from "../../src/runs/run-context.ts";
import type { Ground } from "../../test/whole/fixture.ts";

export type Connection = AsyncDisposable & {
  readonly context: RunContext;
  /** Statements sent to state so far that were not mere readings. */
  readonly writes: () => readonly string[];
};

/** State statements wait in real seconds, however fast the clock. */
const patienceMs = 3_600_000;

/** A connection as a run has it, everything in it by the given clock, the shared quota's too. */
export async function connectSpedUp(
  ground: Ground,
  clock: Clock,
  values: Readonly<Record<string, unknown>>,
): Promise<Connection> {
  const { serving, outDir } = ground;
  const own = {
    kind: "flag",
    values: { out_dir: outDir, ...values },
    where: (name: string) => `bench ${name}`,
  } as const;
  const { settings } = resolveSettings([own, localSource(serving.ready)]);
  const perMinute = settings.questions_per_minute;
  const quotaText = () => context.state.quotaText(workspace.host);
  const workspace = connect({
    host: settings.host ?? "",
    env: { DATABRICKS_TOKEN: serving.workspace.token },
    caPem: serving.workspace.caPem,
    clock,
    random: seededRandom("bench"),
    questionsPerMinute: perMinute === null ? null : perMinute * settings.quota_share,
    sharedQuota: {
      name: systemIds.hex32(),
      text: { change: (compute) => quotaText().change(compute), now: () => Promise.resolve(clock.now().getTime()) },
    },
    questionTimeoutMs: settings.question_timeout * 1000,
    pollMs: settings.poll_interval * 1000,
  });
  const { catalog, schema } = settings;
  const [sql] = await Promise.all([
    workspace.openState({
      warehouseId: settings.warehouse_id ?? "",
      catalog,
      schema,
      statementTimeoutMs: patienceMs,
    }),
    loadParser(),
  ]);
  const writes: string[] = [];
  const counted: typeof sql = {
    ...sql,
    query: (text, parameters) => {
      if (!/^\s*(?:SELECT|WITH|SHOW|DESCRIBE)\b/iu.test(text)) writes.push(text);
      return sql.query(text, parameters);
    },
  };
  const context: RunContext = {
    settings,
    clock,
    ids: systemIds,
    workspace,
    workspaceName: "local",
    state: openState(counted, { catalog, schema, coordinationSchema: coordinationSchemaOf(settings) }, clock),
    signal: new AbortController().signal,
    report: () => {},
    productVersion: "bench",
    job: null,
  };
  return {
    context,
    writes: () => writes,
    [Symbol.asyncDispose]: async () => {
      await workspace.giveBackQuota();
      await sql.close();
      workspace.close();
    },
  };
}
