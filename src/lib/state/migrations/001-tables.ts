import { approvalsTable } from "../tables/approvals.ts";
import { attemptsTable } from "../tables/attempts.ts";
import { changesTable } from "../tables/changes.ts";
import { intentsTable } from "../tables/intents.ts";
import { iterationsTable } from "../tables/iterations.ts";
import { leasesTable } from "../tables/leases.ts";
import { lessonsTable } from "../tables/lessons.ts";
import { promotionsTable } from "../tables/promotions.ts";
import { questionsTable } from "../tables/questions.ts";
import { runsTable } from "../tables/runs.ts";
import { spacesTable } from "../tables/spaces.ts";
import { stagesTable } from "../tables/stages.ts";
import type { AnyTable } from "../table.ts";
import { createTableStatement } from "./ddl.ts";
import type { Migration } from "./migration.ts";

/** Every table but `schema_version`, which the runner makes. */
export const stateTables: readonly AnyTable[] = [
  runsTable,
  iterationsTable,
  stagesTable,
  attemptsTable,
  changesTable,
  questionsTable,
  lessonsTable,
  spacesTable,
  intentsTable,
  approvalsTable,
  promotionsTable,
  leasesTable,
];

export const tables: Migration = {
  version: 1,
  name: "tables",
  statements: (place) => stateTables.map((table) => createTableStatement(place, table)),
};
