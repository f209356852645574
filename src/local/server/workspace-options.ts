import type { Hono } from "hono";
import type { Clock } from "../../lib/core/clock.ts";
import type { StatementOutcome } from "../../lib/core/statement.ts";
import type { RunNotebook } from "../notebook/notebook-task.ts";
import type { Refusal } from "../warehouse/refused-statements.ts";
import type { Catalog, GenieReader, ModelResponder } from "../ports.ts";
import type { ListTables } from "./catalog/table-routes.ts";
import type { Mount } from "./listener.ts";
import type { AppEnv } from "./surroundings.ts";

/** What a local workspace is made of. */
export type LocalWorkspaceOptions = {
  /** Where its state is kept; null keeps nothing. */
  readonly folder: string | null;
  /** 0 takes a free port. */
  readonly port: number;
  readonly seed: string | number;
  /** Divides every wait of the platform's; 0 answers at once. */
  readonly speed: number;
  /**
   * Questions a minute: a number is kept to the real minute, null turns the limit off. Left out, it is 5 a minute at this
   * speed, and off at speed 0.
   */
  readonly questionsPerMinute?: number | null;
  readonly reader: GenieReader;
  readonly responder: ModelResponder;
  readonly catalog: Catalog;
  readonly listTables?: ListTables | null;
  /** Tables whose reading the control port can refuse; without it there is none to refuse. */
  readonly denied?: { readonly add: (table: string) => void; readonly clear: () => void };
  /** Statements that the control port can refuse; without it there is none to refuse. */
  readonly refused?: { readonly add: (refusal: Refusal) => void; readonly clear: () => void };
  /** Runs one statement in the Databricks dialect: Genie's answers and the benchmark SQL of evaluation runs. */
  readonly runSql: (sql: string) => Promise<StatementOutcome>;
  /**
   * Handlers by path prefix, and Hono apps, that are served beside the workspace's own; they come first. Calls reach them with
   * a good token only, but for an app's paths under `/local/`, which must look at a signature of their own.
   */
  readonly mounts?: readonly Mount[];
  readonly apps?: readonly (Hono<AppEnv> | Hono)[];
  readonly clock?: Clock;
  readonly warehouseId: string;
  /** Names of the model-serving endpoints; those in `blockEndpoints` answer in blocks. */
  readonly endpoints: readonly string[];
  readonly blockEndpoints?: readonly string[];
  /** Runs the notebooks of jobs; without it their tasks fail. */
  readonly runNotebook?: RunNotebook | null;
  /** Where the certificate to trust is written, for notebooks; null when it is nowhere on disk. */
  readonly caFile?: string | null;
};
