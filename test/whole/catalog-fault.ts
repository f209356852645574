import { expect } from "vitest";
import type { Fix } from "../../src/lib/space/fix.ts";
import {
  applyPlan,
  beginRun,
  bytesOf,
  catalogNow,
  type CatalogRun,
  discard,
  keepAll,
  openIntents,
  promoted,
  propose,
  spaceWithTheirView,
  takenBack,
  theirs,
  writingFixes,
} from "./catalog-case.ts";
import type { FaultWish, Ground } from "./fixture.ts";

const kinds = {
  cut_before: { kind: "cut_before" },
  cut_after: { kind: "cut_after" },
  "500": { kind: "status", status: 500 },
  "403": { kind: "status", status: 403 },
  malformed: { kind: "malformed" },
} as const satisfies Record<string, Omit<FaultWish, "route">>;

/** Where it fails: as the statement is sent, as its outcome is read back, or after it all, before anything was decided. */
type At = "apply" | "verify" | "evaluate";

export type CatalogFault = {
  readonly name: string;
  readonly type: Fix["change_type"];
  readonly at: At;
  readonly kind: keyof typeof kinds | null;
};

const types = [
  "create_metric_view",
  "update_metric_view",
  "delete_metric_view",
  "set_table_comment",
  "set_column_comment",
] as const;

export const catalogFaults: readonly CatalogFault[] = types.flatMap((type) => [
  ...(type === "delete_metric_view" ? [] : (["apply", "verify"] as const)).flatMap((at) =>
    // The list is that of the keys.
    (Object.keys(kinds) as (keyof typeof kinds)[]).map((kind) => ({ name: `${type}, ${at}, ${kind}`, type, at, kind })),
  ),
  { name: `${type}, evaluate`, type, at: "evaluate" as const, kind: null },
]);

/**
 * One fix with one failure on its way. Whatever fails is done again as a run taken up again does it; the fix ends promoted and is taken
 * back, or was never decided and is discarded. Either way catalog and space are as they were.
 * @returns what is left open on record
 */
export async function playCatalogFault(ground: Ground, { type, at, kind }: CatalogFault): Promise<string[]> {
  await using run = await beginRun(ground, {}, await spaceWithTheirView(ground));
  const before = { catalog: await catalogNow(run), space: await bytesOf(run) };
  const fix = fixOf(run, type);
  await propose(run, [fix]);
  const atPromotion = type === "set_table_comment" || type === "set_column_comment";
  if (!atPromotion) await withFault(ground, at, kind, () => applyPlan(run));
  else await applyPlan(run);
  expect(await bytesOf(run)).toBe(before.space);
  if (at !== "evaluate") {
    const [change] = await run.context.state.changes.list({ run_id: run.runId });
    if (change?.status === "APPLIED") {
      await keepAll(run);
      if (atPromotion) await withFault(ground, at, kind, () => promoted(run));
      else await promoted(run);
      expect(await catalogNow(run)).not.toEqual(before.catalog);
      await takenBack(run);
    } else {
      expect(change?.status).toBe("BLOCKED");
    }
  }
  await discard(run);
  expect(await catalogNow(run)).toEqual(before.catalog);
  expect(await bytesOf(run)).toBe(before.space);
  const left = await openIntents(run);
  return left;
}

function fixOf(run: CatalogRun, type: Fix["change_type"]): Fix {
  const found = writingFixes(run).find((fix) => fix.change_type === type);
  return found ?? { change_type: "delete_metric_view", name: theirs };
}

/** Does it with the fault on; what fails is done again without. */
async function withFault(
  ground: Ground,
  at: At,
  kind: CatalogFault["kind"],
  work: () => Promise<unknown>,
): Promise<void> {
  if (kind === null || at === "evaluate") {
    await work();
    return;
  }
  const wish =
    at === "apply"
      ? ({ method: "POST", route: "/api/2.0/sql/statements", nth: 1 } as const)
      : // The first look sees what was there before, the second what came of it; no later one is answered either.
        ({ method: "GET", route: "/api/2.1/unity-catalog/tables/:name", nth: 2, times: 20 } as const);
  await ground.fault({ ...wish, ...kinds[kind] });
  const isDone = await work().then(
    () => true,
    () => false,
  );
  await ground.clearFaults();
  if (!isDone) await work();
}
