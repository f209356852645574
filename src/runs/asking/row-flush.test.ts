import { describe, expect, it } from "vitest";
import { virtualClock } from "../../lib/core/virtual-clock.fixture.ts";
import type { NewAttemptRow } from "../../lib/state/tables/attempts.ts";
import type { OpenRun } from "../open-run.ts";
import { attemptRow } from "../testing/rows.ts";
import { createRowFlush } from "./row-flush.ts";

function setUp(insert?: () => Promise<void>) {
  const clock = virtualClock();
  const inserted: { readonly at: number; readonly ids: readonly string[]; readonly categories: unknown[] }[] = [];
  const explained: NewAttemptRow[][] = [];
  const attempts = {
    insert: async (rows: readonly NewAttemptRow[]) => {
      await insert?.();
      inserted.push({
        at: clock.monotonic(),
        ids: rows.map((row) => row.benchmark_id),
        categories: rows.map((row) => row.failure_category),
      });
    },
    explain: (rows: readonly NewAttemptRow[]) => {
      if (rows.length > 0) explained.push([...rows]);
      return Promise.resolve();
    },
  };
  const failures: unknown[] = [];
  // Only these two are called.
  const state = { attempts } as unknown as OpenRun["state"];
  const flush = createRowFlush({ clock, state }, (thrown) => failures.push(thrown));
  return { clock, flush, inserted, explained, failures };
}

const row = (id: string, category: string | null = null): NewAttemptRow =>
  attemptRow({ benchmark_id: id, failure_category: category });

describe("rows of an asking", () => {
  it("are stored half a minute after the first that waits, also when no other follows", async () => {
    const { clock, flush, inserted } = setUp();
    const story = async (): Promise<void> => {
      flush.add(row("a"));
      await clock.sleep(10_000);
      flush.add(row("b"));
      await clock.sleep(100_000);
      flush.add(row("c"));
      await clock.sleep(1_000);
      await flush.finish();
    };
    await clock.during(story());
    expect(inserted).toEqual([
      { at: 30_000, ids: ["a", "b"], categories: [null, null] },
      { at: 111_000, ids: ["c"], categories: [null] },
    ]);
  });

  it("take two statements a minute however many there are, and none when there are none", async () => {
    const { clock, flush, inserted } = setUp();
    const story = async (): Promise<void> => {
      for (let place = 0; place < 600; place += 1) {
        flush.add(row(String(place)));
        await clock.sleep(1_000);
      }
      await flush.finish();
    };
    await clock.during(story());
    expect(inserted.length).toBeLessThanOrEqual(21);
    expect(inserted.flatMap(({ ids }) => ids)).toHaveLength(600);
    const idle = setUp();
    await idle.flush.finish();
    expect(idle.inserted).toEqual([]);
  });

  it("take a reading that comes in time with them, and one that comes late in one statement at the end", async () => {
    const { clock, flush, inserted, explained } = setUp();
    const story = async (): Promise<void> => {
      flush.add(row("late"));
      flush.add(row("early"));
      flush.explain(row("early", "ambiguous"));
      await clock.sleep(40_000);
      flush.explain(row("late", "wrong_join"));
      await flush.finish();
    };
    await clock.during(story());
    expect(inserted).toMatchObject([{ ids: ["late", "early"], categories: [null, "ambiguous"] }]);
    expect(explained.map((rows) => rows.map((one) => one.failure_category))).toEqual([["wrong_join"]]);
  });

  it("that cannot be stored are told at once, and again at the end", async () => {
    const gone = new Error("no warehouse");
    const { clock, flush, failures } = setUp(() => Promise.reject(gone));
    const story = async (): Promise<void> => {
      flush.add(row("a"));
      await clock.sleep(31_000);
      expect(failures).toEqual([gone]);
      await flush.finish();
    };
    await expect(clock.during(story())).rejects.toBe(gone);
  });
});
