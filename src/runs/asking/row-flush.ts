import type { NewAttemptRow } from "../../lib/state/tables/attempts.ts";
import type { OpenRun } from "../open-run.ts";

/** Rows are written at least this often, so that a killed stage loses little of what was paid for. */
const flushEveryMs = 30_000;

export type RowFlush = {
  /** Adds a row; it is stored within half a minute, whether or not another one follows. */
  readonly add: (row: NewAttemptRow) => void;
  /** Corrects the category and reason of a row that was added before. */
  readonly explain: (row: NewAttemptRow) => void;
  /** Stores what waits. Call it once, however the asking ended. @throws what storing threw, also earlier */
  readonly finish: () => Promise<void>;
};

/**
 * Stores rows by time, in one statement each half minute. Readings that come after their row was stored are written in one statement at
 * the end: they change nothing that a resumed stage goes by.
 * @param onFailure told at once when rows could not be stored
 */
export function createRowFlush(
  { clock, state }: Pick<OpenRun, "clock" | "state">,
  onFailure: (thrown: unknown) => void,
): RowFlush {
  const over = new AbortController();
  const waiting = new Set<NewAttemptRow>();
  const added = new Map<string, NewAttemptRow>();
  const late = new Map<string, NewAttemptRow>();
  let failure: { readonly thrown: unknown } | null = null;
  let writing: Promise<void> = Promise.resolve();
  const flush = (): void => {
    const rows = [...waiting];
    waiting.clear();
    if (rows.length === 0) return;
    writing = writing
      .then(() => state.attempts.insert(rows))
      .catch((thrown: unknown) => {
        failure ??= { thrown };
        onFailure(thrown);
      });
  };
  const add = (row: NewAttemptRow): void => {
    // The first that waits sets the time for all.
    if (waiting.size === 0) clock.sleep(flushEveryMs, over.signal).then(flush, () => {});
    waiting.add(row);
  };
  return {
    add: (row) => {
      add(row);
      added.set(keyOf(row), row);
    },
    explain: (row) => {
      const earlier = added.get(keyOf(row));
      if (earlier !== undefined && waiting.delete(earlier)) waiting.add(row);
      else late.set(keyOf(row), row);
    },
    finish: async () => {
      over.abort("finished");
      flush();
      await writing;
      if (failure !== null) throw failure.thrown;
      await state.attempts.explain([...late.values()]);
    },
  };
}

function keyOf(row: NewAttemptRow): string {
  return JSON.stringify([row.benchmark_id, row.space_digest, row.arm, row.attempt]);
}
