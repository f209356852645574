import { digestText } from "../core/digest.ts";
import type { StatementOutcome } from "../core/statement.ts";

/** Results of the exam's own SQL, each run once however often it is asked for. */
export type ExpectedResults = {
  get(sql: string, run: () => Promise<StatementOutcome>): Promise<StatementOutcome>;
};

/** Remembers rows and failures by the digest of the SQL. What was cancelled or never came is tried again at the next question. */
export function createExpectedResults(): ExpectedResults {
  const known = new Map<string, Promise<StatementOutcome>>();
  return {
    get: (sql, run) => {
      const key = digestText(sql.trim());
      const found = known.get(key);
      if (found !== undefined) return found;
      const running = rememberable(run, () => known.delete(key));
      known.set(key, running);
      return running;
    },
  };
}

async function rememberable(run: () => Promise<StatementOutcome>, forget: () => void): Promise<StatementOutcome> {
  try {
    const outcome = await run();
    if (outcome.kind === "cancelled") forget();
    return outcome;
  } catch (thrown) {
    forget();
    throw thrown;
  }
}
