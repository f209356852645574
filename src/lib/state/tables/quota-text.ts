import { EnhancerError } from "../../core/errors.ts";
import { drawOf } from "../../core/random.ts";
import { qualified } from "../names.ts";
import { encodeRows } from "../row-codec.ts";
import type { Store } from "../store.ts";
import { claimStatement, type LeaseRow, leasesTable } from "./leases.ts";

/** The text in which the runs of a workspace keep their question quota, in one row of the leases table. */
export type QuotaText = {
  /**
   * Replaces the text by what `compute` makes of it (null where there is none), unless another writer came first: then `compute` is asked
   * again. Null from it leaves the row alone. One read when nothing changes, else a write and a read more.
   * @throws EnhancerError CONFLICT when other writers came first again and again
   */
  change(compute: (text: string | null) => string | null): Promise<void>;
  /** Milliseconds by the warehouse's clock, which is the same for all runs. One read. */
  now(): Promise<number>;
};

/** Rounds of compare-and-set; with their waits a dozen processes that begin together all get through. */
const rounds = 12;
const firstWaitMs = 50;
const longestWaitMs = 2_000;

/** @param workspace host of the workspace whose questions are counted */
export function quotaTextIn(store: Store, workspace: string): QuotaText {
  const lease_key = `quota:genie:${workspace}`;
  const target = qualified(store.place, "coordination", leasesTable.name);
  const all = (): Promise<LeaseRow[]> =>
    store.select(leasesTable, { lease_key }, { orderBy: ["-fence", "created_at"], rows: "every" });
  const replace = async (current: LeaseRow | undefined, payload_json: string): Promise<"won" | "lost"> => {
    const now = store.stamp();
    const claim_id = store.ids.hex32();
    const row: LeaseRow = {
      lease_key,
      holder: "all runs",
      fence: (current?.fence ?? 0) + 1,
      claim_id,
      // It is nobody's claim: who finds it changes it.
      expires_at: now,
      payload_json,
      created_at: now,
      updated_at: now,
    };
    await store.query(claimStatement(target), {
      rows: encodeRows(leasesTable, [row]),
      expected: current?.claim_id ?? "",
    });
    const rows = await all();
    if (!rows.some((each) => each.claim_id === claim_id)) return "lost";
    if (rows.length === 1) return "won";
    // Two first writers can both insert: each that sees the other takes its own back.
    await store.query(`DELETE FROM ${target} WHERE \`claim_id\` = :claim_id`, { claim_id });
    return "lost";
  };

  return {
    change: async (compute) => {
      for (let round = 1; ; round += 1) {
        const current = (await all())[0];
        const text = compute(current?.payload_json ?? null);
        if (text === null) return;
        if ((await replace(current, text)) === "won") return;
        if (round === rounds) throw overtaken(lease_key);
        const longest = Math.min(longestWaitMs, firstWaitMs * 2 ** round);
        await store.clock.sleep(Math.ceil(longest * drawOf(store.ids.hex32(), round)));
      }
    },
    now: async () => {
      const [row] = await store.query("SELECT unix_millis(current_timestamp()) AS now");
      return Number(row?.["now"]);
    },
  };
}

function overtaken(lease_key: string): EnhancerError {
  return new EnhancerError({
    code: "CONFLICT",
    message: `${lease_key} could not be changed: other runs came first ${String(rounds)} times in a row`,
    remedy: "Let fewer runs ask at a time, or resume the run.",
    retryable: true,
    context: { lease_key },
  });
}
