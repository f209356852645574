import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "../lib/core/clock.ts";
import { systemIds } from "../lib/core/random.ts";
import { genieReader } from "./genie/reader.ts";
import { modelResponder } from "./model/model-responder.ts";
import { notebookRunner } from "./notebook/run-notebook.ts";
import { temporaryFolder } from "./server/files/temporary-folder.ts";
import type { EngineName } from "./engine-name.ts";
import { openWarehouse } from "./open-warehouse.ts";
import type { SampleSchema } from "./samples/load-samples.ts";
import { type LocalWorkspace, readyFile, startLocalWorkspace } from "./start.ts";
import { openCatalog } from "./warehouse/catalog.ts";
import { deniedTables, denying } from "./warehouse/denied-tables.ts";
import { refusedStatements, refusing } from "./warehouse/refused-statements.ts";
import { runSqlOn } from "./warehouse/run-sql.ts";
import { createSqlService } from "./warehouse/sql-service.ts";
import { statementRoutes } from "./warehouse/statement-api.ts";
import { thriftFront } from "./warehouse/thrift-front.ts";

export type ServeOptions = {
  /** Where state lies; null keeps it in memory. */
  readonly folder: string | null;
  readonly port: number;
  readonly seed: number;
  /** Divides every wait; 0 answers at once. */
  readonly speed: number;
  readonly questionsPerMinute?: number | null;
  /** Share of questions that are answered differently from one asking to the next. */
  readonly flakyShare: number;
  /** Name of the demo to load: its files lie under benchmarks/. Null serves an empty workspace. */
  readonly demo: string | null;
  /** Where the ready file is written, readable by its owner only. */
  readonly readyFile: string | null;
  /** Which sample schemas to make; default all. */
  readonly samples?: readonly SampleSchema[];
  /** What runs statements; default `duckdb`. `spark` must be installed. */
  readonly engine?: EngineName;
  /** Where Python for notebooks is looked for: PATH and GENIE_ENHANCER_PYTHON. Spark's process has it as well. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
};

export type Serving = { readonly workspace: LocalWorkspace; readonly ready: Ready; readonly stop: () => Promise<void> };

export type Ready = ReturnType<typeof readyFile> & { readonly benchmarks: string | null; readonly speed: number };

/** Named as the warehouse that workspaces come with, by which the bundle looks it up. */
const warehouse = { id: "0a1b2c3d4e5f6789", name: "Serverless Starter Warehouse" };
const stateCatalog = "sandbox";
const stateSchema = "genie_enhancement";
const endpoint = "local-rule-based-model";
const benchmarks = fileURLToPath(new URL("../../benchmarks/", import.meta.url));

/** Puts the local workspace together, loads the demo, and says where it answers. */
export async function serveLocal(options: ServeOptions): Promise<Serving> {
  const { folder, seed, demo } = options;
  const engine = await openWarehouse({
    engine: options.engine ?? "duckdb",
    folder,
    catalogs: ["samples", stateCatalog],
    samples: options.samples,
    environment: options.environment ?? {},
    clock: systemClock,
  });
  const defaults = { catalog: stateCatalog, schema: "default", timeZone: "UTC" };
  const catalog = openCatalog(engine, defaults);
  const denied = deniedTables();
  const refused = refusedStatements();
  const service = createSqlService({
    engine: refusing(denying(engine, denied), refused),
    ids: systemIds,
    clock: systemClock,
    warehouses: [warehouse],
    defaults,
  });
  const kept = folder !== null || options.readyFile !== null;
  // Notebooks have to trust the workspace even where nothing is kept.
  const caFolder = kept ? null : temporaryFolder("ca");
  const caFile = resolve(caFolder?.path ?? folder ?? ".", "ca.pem");
  const workspace = await startLocalWorkspace({
    folder: folder === null ? null : join(folder, "workspace"),
    port: options.port,
    seed,
    speed: options.speed,
    ...(options.questionsPerMinute === undefined ? {} : { questionsPerMinute: options.questionsPerMinute }),
    reader: genieReader({ seed, flakyShare: options.flakyShare }),
    responder: modelResponder({ seed }),
    catalog,
    runSql: (sql) => runSqlOn(service, sql),
    denied,
    refused,
    apps: [statementRoutes(service, { clock: systemClock })],
    mounts: [{ prefix: "/sql/1.0/warehouses/", handler: thriftFront(service, { clock: systemClock }) }],
    warehouseId: warehouse.id,
    endpoints: [endpoint],
    runNotebook: notebookRunner({ clock: systemClock, environment: options.environment ?? {} }),
    caFile,
  });
  const spaceId = demo === null ? "" : await ensureDemoSpace(workspace, demo);
  const ready: Ready = {
    ...readyFile(workspace, {
      caFile: kept ? caFile : "",
      spaceId,
      catalog: stateCatalog,
      schema: stateSchema,
      endpoint,
      pid: process.pid,
    }),
    benchmarks: demo === null ? null : join(benchmarks, `${demo}.json`),
    speed: options.speed,
  };
  await writeOwn(caFile, workspace.caPem);
  if (options.readyFile !== null) await writeOwn(options.readyFile, `${JSON.stringify(ready, null, 2)}\n`);
  const stop = async (): Promise<void> => {
    await workspace.stop();
    caFolder?.drop();
    await engine.close();
  };
  return { workspace, ready, stop };
}

/** The demo's production space: made once, found again by its title in a workspace that was kept. */
async function ensureDemoSpace(workspace: LocalWorkspace, demo: string): Promise<string> {
  const document = JSON.parse(await readFile(join(benchmarks, `${demo}.space.json`), "utf8")) as unknown;
  const title = `${demo.charAt(0).toUpperCase()}${demo.slice(1)} analyst`;
  const known = workspace.spaces().find((space) => space.title === title);
  return known?.id ?? workspace.createSpace(title, document);
}

/** Written beside and moved into place, never readable by others. */
async function writeOwn(path: string, text: string): Promise<void> {
  const part = `${path}.${randomBytes(4).toString("hex")}.part`;
  await mkdir(resolve(path, ".."), { recursive: true });
  await writeFile(part, text, { mode: 0o600 });
  await chmod(part, 0o600);
  await rename(part, path);
}
