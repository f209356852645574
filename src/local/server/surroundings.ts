import type { Clock } from "../../lib/core/clock.ts";
import type { StatementOutcome } from "../../lib/core/statement.ts";
import type { Catalog, GenieReader } from "../ports.ts";
import type { IdMaker } from "./id-maker.ts";
import type { Keep } from "./keep.ts";
import type { User } from "./identity/users.ts";

/** What every part of the workspace stands on. */
export type Surroundings = {
  readonly clock: Clock;
  readonly seed: string | number;
  /** Divides every wait of the platform's; 0 means at once. */
  readonly speed: number;
  readonly ids: IdMaker;
  readonly keep: Keep;
  readonly catalog: Catalog;
  readonly reader: GenieReader;
  /** Runs one statement in the Databricks dialect. */
  readonly runSql: (sql: string) => Promise<StatementOutcome>;
  /** `https://127.0.0.1:port`, known once the server listens. */
  readonly host: () => string;
};

/** Hono's per-request values: who is asking. */
export type AppEnv = { Variables: { user: User } };

/** A wait of the platform's, in milliseconds, at this workspace's speed. */
export function scaledWait(speed: number, ms: number): number {
  return speed === 0 ? 0 : ms / speed;
}
