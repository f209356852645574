import type { Clock } from "../core/clock.ts";
import { systemIds, type Ids } from "../core/random.ts";
import { migrate, type Migrated } from "./migrations/migrate.ts";
import { purgeIn, type Purged } from "./purge.ts";
import { checkSchema, type SchemaCheck } from "./schema-check.ts";
import type { StatePlace, StateSql } from "./sql-port.ts";
import { openStore, risingStamps, type StoreSettings } from "./store.ts";
import { approvalsIn, type Approvals } from "./tables/approvals.ts";
import { attemptsIn, type Attempts } from "./tables/attempts.ts";
import { changesIn, type Changes } from "./tables/changes.ts";
import { intentsIn, type Intents } from "./tables/intents.ts";
import { iterationsIn, type Iterations } from "./tables/iterations.ts";
import { leasesIn, type Leases } from "./tables/leases.ts";
import { lessonsIn, type Lessons } from "./tables/lessons.ts";
import { promotionsIn, type Promotions } from "./tables/promotions.ts";
import { quotaTextIn, type QuotaText } from "./tables/quota-text.ts";
import { questionsIn, type Questions } from "./tables/questions.ts";
import { runsIn, type Runs } from "./tables/runs.ts";
import { spacesIn, type Spaces } from "./tables/spaces.ts";
import { stagesIn, type Stages } from "./tables/stages.ts";

/** All that runs remember, a group of calls a table. Every write may be repeated without harm. */
export type State = {
  /** Brings the Delta schema to this program's version; alone runs DDL. */
  migrate(): Promise<Migrated>;
  /** Compares the schema that is there with the one this program needs; changes nothing. */
  check(): Promise<SchemaCheck>;
  /** Deletes what ended before `before` (ISO text), but nothing that an undo of a promotion still needs. */
  purge(before: string): Promise<Purged>;
  /** The same state, whose writes carry the fence of the lease under which they happen. */
  withFence(fence: number): State;
  /** What the runs of a workspace share of their questions. @param workspace its host */
  quotaText(workspace: string): QuotaText;
  readonly runs: Runs;
  readonly iterations: Iterations;
  readonly stages: Stages;
  readonly attempts: Attempts;
  readonly changes: Changes;
  readonly questions: Questions;
  readonly lessons: Lessons;
  readonly spaces: Spaces;
  readonly intents: Intents;
  readonly leases: Leases;
  readonly approvals: Approvals;
  readonly promotions: Promotions;
};

/** Opens the state tables; talks to the warehouse only when called. */
export function openState(sql: StateSql, at: StatePlace, clock: Clock, ids: Ids = systemIds): State {
  return stateAt(sql, { place: at, clock, ids, stamp: risingStamps(clock), fence: 0 });
}

function stateAt(sql: StateSql, settings: StoreSettings): State {
  const store = openStore(sql, settings);
  return {
    migrate: () => migrate(store),
    check: () => checkSchema(store),
    purge: (before) => purgeIn(store, before),
    withFence: (fence) => stateAt(sql, { ...settings, fence }),
    quotaText: (workspace) => quotaTextIn(store, workspace),
    runs: runsIn(store),
    iterations: iterationsIn(store),
    stages: stagesIn(store),
    attempts: attemptsIn(store),
    changes: changesIn(store),
    questions: questionsIn(store),
    lessons: lessonsIn(store),
    spaces: spacesIn(store),
    intents: intentsIn(store),
    leases: leasesIn(store),
    approvals: approvalsIn(store),
    promotions: promotionsIn(store),
  };
}
