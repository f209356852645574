import { seededRandom } from "../../src/lib/core/random.ts";
import { systemClock } from "../../src/lib/core/clock.ts";
import { systemIds } from "../../src/lib/core/random.ts";
import { connect } from "../../src/lib/databricks/workspace-client.ts";
import { resolveSettings } from "../../src/lib/settings/resolve.ts";
import { loadParser } from "../../src/lib/sql/parser.ts";
import { encodeRows } from "../../src/lib/state/row-codec.ts";
import { type AttemptRow, attemptsTable } from "../../src/lib/state/tables/attempts.ts";
import type { RunRow } from "../../src/lib/state/tables/runs.ts";
import { createAsker, type WantedAsk } from "../../src/runs/asking/asking.ts";
import { openBudget } from "../../src/runs/budget/budget.ts";
import type { OpenRun } from "../../src/runs/open-run.ts";
import type { RunContext } from "../../src/runs/run-context.ts";

/** What one process that scored so many questions took. */
export type InstantScoring = {
  readonly ms: number;
  readonly cpuMs: number;
  /** Its highest resident set. */
  readonly peakMebibytes: number;
  readonly right: number;
};

const spaceId = "0".repeat(32);

/** Scores an exam in this process against a workspace that answers at once, as a stage does, with its rows encoded but stored nowhere. */
export async function scoreInstantly(host: string, caPem: string, size: number): Promise<InstantScoring> {
  const values = {
    host,
    space_id: spaceId,
    warehouse_id: "w",
    llm_endpoint: "m",
    questions_per_minute: "off",
    poll_interval: 0.002,
  };
  const { settings } = resolveSettings([{ kind: "flag", values, where: (name) => `bench ${name}` }]);
  await loadParser();
  const workspace = connect({
    host,
    env: { DATABRICKS_TOKEN: "bench" },
    caPem,
    clock: systemClock,
    random: seededRandom("bench"),
    questionsPerMinute: null,
    pollMs: settings.poll_interval * 1000,
  });
  const context: RunContext = {
    settings,
    clock: systemClock,
    ids: systemIds,
    workspace,
    workspaceName: "local",
    state: stateInMemory(),
    signal: new AbortController().signal,
    report: () => {},
    productVersion: "bench",
    job: null,
  };
  const asks = Array.from({ length: size }, (_, place) => askOf(place + 1));
  const run: OpenRun = {
    ...context,
    // Asking looks at nothing else of a run's row and lease.
    run: { run_id: "bench" } as RunRow,
    lease: { key: "", fence: 0 } as unknown as OpenRun["lease"],
    loop: 1,
    exam: { digest: "", source: "bench", questions: asks.map(({ question }) => question) },
    deadline: null,
    budget: await openBudget(context, "bench"),
  };
  const ask = createAsker(run);
  // What a process does once, such as a first handshake and the compiling of the product, is no question's.
  await ask(Array.from({ length: 20 }, (_, place) => askOf(size + place + 1)));
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const rows = await ask(asks);
  const { user, system } = process.cpuUsage(cpu);
  const ms = performance.now() - began;
  workspace.close();
  return {
    ms,
    cpuMs: (user + system) / 1000,
    peakMebibytes: process.resourceUsage().maxRSS / 1024,
    right: rows.filter(({ verdict }) => verdict === "CORRECT").length,
  };
}

function askOf(number: number): WantedAsk {
  const question = {
    id: `q${String(number)}`,
    question: `How much was sold in each region? (${String(number)})`,
    expectedSql: `SELECT amount, region FROM sales WHERE question = ${String(number)}`,
    alternates: [],
    policy: {},
    mustPass: false,
    split: "visible",
  } as const;
  return { question, spaceId, spaceDigest: "d", arm: "baseline", attempt: 1 };
}

/** As much of the state as asking uses. */
function stateInMemory(): RunContext["state"] {
  const stored: AttemptRow[] = [];
  const state: Pick<RunContext["state"], "attempts"> & { stages: object; approvals: object } = {
    attempts: {
      insert: (rows) => {
        stored.push(...(JSON.parse(encodeRows(attemptsTable, rows)) as AttemptRow[]));
        return Promise.resolve();
      },
      explain: () => Promise.resolve(),
      list: () => Promise.resolve([...stored]),
    },
    stages: { list: () => Promise.resolve([]) },
    approvals: { list: () => Promise.resolve([]) },
  };
  // Asking touches no other table.
  return state as unknown as RunContext["state"];
}
