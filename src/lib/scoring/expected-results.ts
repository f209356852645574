import { digestText } from "../core/digest.ts";
import type { StatementOutcome } from "../core/statement.ts";

/** Results of the exam's own SQL, each run once however often it is asked for. */
export type ExpectedResults = {
  get(sql: string, run: () => Promise<StatementOutcome>): Promise<StatementOutcome>;
};

type Options = {
  /** What the data stand for, asked at each call: the pinned day, the day, a table version. Another version is run anew. */
  readonly dataVersion?: () => string;
  /** Cells kept at most, over all results; those not asked for longest go first, and are run again when wanted. */
  readonly mostCells?: number;
};

/** About 100 MB of short texts. */
const usualCells = 1_000_000;

type Known = { readonly outcome: Promise<StatementOutcome>; cells: number };

/**
 * Remembers rows and failures by the digest of the SQL and the version of the data. What was cancelled, failed because of the platform or
 * never came is tried again when it is next asked for.
 */
export function createExpectedResults({
  dataVersion = () => "",
  mostCells = usualCells,
}: Options = {}): ExpectedResults {
  // In order of use, the latest last.
  const known = new Map<string, Known>();
  let cells = 0;
  const forget = (key: string): void => {
    cells -= known.get(key)?.cells ?? 0;
    known.delete(key);
  };
  const weigh = (key: string, entry: Known, outcome: StatementOutcome): void => {
    if (known.get(key) !== entry || outcome.kind !== "rows") return;
    entry.cells = outcome.result.rows.length * Math.max(1, outcome.result.columns.length);
    cells += entry.cells;
    for (const [oldest, { cells: weight }] of known) {
      if (cells <= mostCells || oldest === key) break;
      if (weight > 0) forget(oldest);
    }
  };
  const begin = async (
    key: string,
    run: () => Promise<StatementOutcome>,
    begun: () => Known,
  ): Promise<StatementOutcome> => {
    try {
      const outcome = await run();
      if (outcome.kind === "cancelled" || isPlatformTrouble(outcome)) forget(key);
      else weigh(key, begun(), outcome);
      return outcome;
    } catch (thrown) {
      forget(key);
      throw thrown;
    }
  };
  return {
    get: (sql, run) => {
      const key = digestText(`${dataVersion()}\n${sql.trim()}`);
      const found = known.get(key);
      if (found !== undefined) {
        known.delete(key);
        known.set(key, found);
        return found.outcome;
      }
      const entry: Known = { outcome: begin(key, run, () => entry), cells: 0 };
      known.set(key, entry);
      return entry.outcome;
    },
  };
}

const troubles: ReadonlySet<string> = new Set([
  "TEMPORARILY_UNAVAILABLE",
  "WORKSPACE_TEMPORARILY_UNAVAILABLE",
  "SERVICE_UNDER_MAINTENANCE",
  "RESOURCE_EXHAUSTED",
]);

/** Whether a statement's failure says something of the platform, nothing of the SQL. */
export function isPlatformTrouble(outcome: StatementOutcome): boolean {
  return outcome.kind === "failed" && troubles.has(outcome.errorCode);
}
