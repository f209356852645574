import { EnhancerError } from "../../core/errors.ts";
import { createdAt, integer, required, text, time, updatedAt, type RowOf } from "../column.ts";
import { sourceType } from "../merge-statement.ts";
import { qualified, quoted } from "../names.ts";
import { encodeRows } from "../row-codec.ts";
import type { Store } from "../store.ts";
import { table } from "../table.ts";

export const leasesTable = table({
  name: "enhancement_leases",
  role: "coordination",
  comment: "One row a claim: on a space, or on the question quota of the workspace",
  key: ["lease_key"],
  clusterBy: ["lease_key"],
  columns: {
    lease_key: required(text("What is claimed")),
    holder: required(text("Who holds it: a run")),
    fence: required(integer("Grows with each taking; writes of an older one are refused")),
    claim_id: required(text("Id of the taking, by which a writer knows its own")),
    expires_at: required(time("From then on anyone may take it")),
    payload_json: text("What the holder keeps with it, as JSON"),
    created_at: createdAt(),
    updated_at: updatedAt(),
  },
});

export type LeaseRow = RowOf<typeof leasesTable.columns>;
/** A lease held by this process. */
export type Lease = Pick<LeaseRow, "lease_key" | "holder" | "fence" | "claim_id" | "expires_at" | "payload_json">;

type LeaseOptions = { readonly payload_json?: string | null };

/**
 * Claims with fence numbers. Free or expired → held by whoever wins the compare-and-set, one fence higher.
 * Held → renewed or released by the claim that took it, taken over by the same holder (a resumed run), refused to others.
 */
export type Leases = {
  /** @throws EnhancerError LEASE_HELD naming the holder and when the claim ends */
  acquire(lease_key: string, holder: string, ttlSeconds: number, options?: LeaseOptions): Promise<Lease>;
  /** Moves the end to `ttlSeconds` from now. @throws EnhancerError LEASE_HELD when it was taken over */
  renew(lease: Lease, ttlSeconds: number, options?: LeaseOptions): Promise<Lease>;
  /** Ends the claim; does nothing when it was taken over. */
  release(lease: Lease): Promise<void>;
  get(lease_key: string): Promise<LeaseRow | null>;
};

/** Rounds of compare-and-set before the other side is believed to hold it. */
const rounds = 6;

export function leasesIn(store: Store): Leases {
  const target = qualified(store.place, "coordination", leasesTable.name);
  const all = (lease_key: string): Promise<LeaseRow[]> =>
    store.select(leasesTable, { lease_key }, { orderBy: ["-fence", "created_at"], rows: "every" });

  /** Two first claims can both be inserted: each that sees the other takes its own back and tries again. */
  const settle = async (wanted: Lease): Promise<"won" | "lost" | "again"> => {
    const rows = await all(wanted.lease_key);
    const mine = rows.some((row) => row.claim_id === wanted.claim_id);
    if (rows.length > 1 && mine) {
      await store.query(`DELETE FROM ${target} WHERE \`claim_id\` = :claim_id`, { claim_id: wanted.claim_id });
      return "again";
    }
    if (mine) return "won";
    return rows.length === 0 ? "again" : "lost";
  };

  const acquire: Leases["acquire"] = async (lease_key, holder, ttlSeconds, options = {}) => {
    for (let round = 1; ; round += 1) {
      const now = store.stamp();
      const current = (await all(lease_key))[0];
      if (current !== undefined && current.holder !== holder && current.expires_at > now) throw held(current);
      const wanted: Lease = {
        lease_key,
        holder,
        fence: (current?.fence ?? 0) + 1,
        claim_id: store.ids.hex32(),
        expires_at: later(now, ttlSeconds),
        payload_json: options.payload_json ?? current?.payload_json ?? null,
      };
      const row = { ...wanted, created_at: now, updated_at: now };
      await store.query(claimStatement(target), {
        rows: encodeRows(leasesTable, [row]),
        expected: current?.claim_id ?? "",
      });
      const outcome = await settle(wanted);
      if (outcome === "won") return wanted;
      if (round === rounds) throw held((await all(lease_key))[0] ?? { ...row, holder: "another process" });
      await store.clock.sleep(50 * round);
    }
  };

  const write = async (lease: Lease, now: string): Promise<void> => {
    await store.query(
      `UPDATE ${target} SET \`expires_at\` = CAST(:expires_at AS TIMESTAMP), \`payload_json\` = :payload_json, ` +
        "`updated_at` = CAST(:now AS TIMESTAMP) WHERE `lease_key` = :lease_key AND `claim_id` = :claim_id",
      {
        expires_at: lease.expires_at,
        payload_json: lease.payload_json,
        now,
        lease_key: lease.lease_key,
        claim_id: lease.claim_id,
      },
    );
  };

  return {
    acquire,
    renew: async (lease, ttlSeconds, options = {}) => {
      const now = store.stamp();
      const next = {
        ...lease,
        expires_at: later(now, ttlSeconds),
        payload_json: options.payload_json === undefined ? lease.payload_json : options.payload_json,
      };
      await write(next, now);
      const rows = await all(lease.lease_key);
      // A second first claim may stand beside ours for a moment, until its maker takes it back.
      const mine = rows.find((row) => row.claim_id === lease.claim_id);
      if (mine === undefined) throw held(rows[0] ?? { ...lease, holder: "nobody" });
      return next;
    },
    release: (lease) => {
      const now = store.stamp();
      return write({ ...lease, expires_at: now }, now);
    },
    get: async (lease_key) => (await all(lease_key))[0] ?? null,
  };
}

/** Changes the row only if nobody took it since it was read. */
export function claimStatement(target: string): string {
  const names = Object.keys(leasesTable.columns);
  const changed = names.filter((name) => name !== "lease_key" && name !== "created_at");
  return [
    `MERGE INTO ${target} AS t`,
    `USING (SELECT inline(from_json(:rows, '${sourceType(leasesTable, names)}', map('mode', 'FAILFAST')))) AS s`,
    "ON t.`lease_key` = s.`lease_key`",
    `WHEN MATCHED AND t.\`claim_id\` = :expected THEN UPDATE SET ${changed.map((name) => `t.${quoted(name)} = s.${quoted(name)}`).join(", ")}`,
    `WHEN NOT MATCHED THEN INSERT (${names.map(quoted).join(", ")})`,
    `VALUES (${names.map((name) => `s.${quoted(name)}`).join(", ")})`,
  ].join("\n");
}

function later(now: string, seconds: number): string {
  return new Date(new Date(now).getTime() + seconds * 1000).toISOString();
}

function held(row: Lease): EnhancerError {
  return new EnhancerError({
    code: "LEASE_HELD",
    message: `${row.lease_key} is held by ${row.holder} until ${row.expires_at}`,
    remedy: "Wait for that run to end, stop it with `genie-enhancer stop`, or try again after that time.",
    context: { lease_key: row.lease_key, holder: row.holder, expires_at: row.expires_at, fence: row.fence },
  });
}
