import { join } from "node:path";
import type { Hono } from "hono";
import type { Clock } from "../../lib/core/clock.ts";
import type { Ids } from "../../lib/core/random.ts";
import { tableRoutes } from "./catalog/table-routes.ts";
import { type Faults, faultList } from "./control/fault.ts";
import { type RequestLog, requestLog } from "./control/request-log.ts";
import { evalRoutes } from "./evals/eval-routes.ts";
import { evalRunStore } from "./evals/eval-run-store.ts";
import { type AnswerRules, answerRules } from "./genie/answer-rules.ts";
import { openAskedCounts } from "./genie/asked-counts.ts";
import { conversationRoutes } from "./genie/conversation-routes.ts";
import { conversationStore } from "./genie/conversation-store.ts";
import { type Throttle, throttle } from "./genie/throttle.ts";
import { type FileStore, openFileStore } from "./files/file-store.ts";
import { workspaceRoutes } from "./files/workspace-routes.ts";
import { idMaker } from "./id-maker.ts";
import { directoryRoutes } from "./identity/directory-routes.ts";
import { openTokenBook, type TokenBook } from "./identity/token-book.ts";
import { localUser } from "./identity/users.ts";
import { notebooksIn } from "./jobs/notebook-files.ts";
import { type JobsPart, openJobs } from "./jobs/open-jobs.ts";
import { folderKeep, type Keep, memoryKeep } from "./keep.ts";
import { openResources } from "./resources/workspace-resources.ts";
import { servingRoutes } from "./serving/serving-routes.ts";
import { permissionRoutes } from "./spaces/permission-routes.ts";
import { spaceRoutes } from "./spaces/space-routes.ts";
import { openSpaceStore, type SpaceStore } from "./spaces/space-store.ts";
import type { AppEnv, Surroundings } from "./surroundings.ts";
import { workspaceApp } from "./workspace-app.ts";
import type { LocalWorkspaceOptions } from "./workspace-options.ts";

/** The workspace without its sockets. */
export type AssembledWorkspace = {
  readonly app: Hono<AppEnv>;
  readonly keep: Keep;
  readonly files: FileStore;
  readonly tokens: TokenBook;
  readonly spaces: SpaceStore;
  readonly jobs: Pick<JobsPart, "stop">;
  readonly faults: Faults;
  readonly rules: AnswerRules;
  readonly throttle: Throttle;
  readonly log: RequestLog;
  /** Removes what was on disk only because no folder was given. */
  close(): void;
};

/** What {@link assembleWorkspace} needs beside the options: tokens come from `secrets`. */
export type AssembleOptions = Omit<LocalWorkspaceOptions, "port" | "clock" | "mounts" | "warehouseId"> & {
  readonly warehouseId?: string;
  readonly clock: Clock;
  readonly secrets: Ids;
  readonly host: () => string;
};

const usualQuestionsPerMinute = 5;
const minuteMs = 60_000;

/** Puts every part of the workspace together, restored from its folder when it has one. */
export async function assembleWorkspace(options: AssembleOptions): Promise<AssembledWorkspace> {
  const { clock, seed, speed, host } = options;
  const keep = options.folder === null ? memoryKeep : await folderKeep(options.folder, clock);
  const starts = Number((await keep.read("starts")) ?? 0) + 1;
  keep.changed("starts", () => starts);
  const around: Surroundings = {
    clock,
    seed,
    speed,
    ids: idMaker(seed, starts),
    keep,
    catalog: options.catalog,
    reader: options.reader,
    runSql: options.runSql,
    host,
  };
  const tokens = await openTokenBook(clock, options.secrets, keep);
  const files = await openFileStore(around, options.folder === null ? null : join(options.folder, "files"));
  const spaces = await openSpaceStore(around, (path) => files.isFolder(path));
  const asked = await openAskedCounts(keep);
  const jobs = await openJobs(around, {
    tokens,
    files: notebooksIn(files),
    runNotebook: options.runNotebook ?? null,
    caFile: options.caFile ?? null,
  });
  const rules = answerRules();
  const limit = throttleOf(options);
  const parts = { around, spaces, asked, rules };

  const resources = await openResources(around, {
    files,
    folder: options.folder,
    find: (kind, id) => {
      if (kind === "jobs") {
        const creator = jobs.store.jobs.get(id)?.creator;
        return creator === undefined ? null : { creator };
      }
      const known = kind === "sql/warehouses" ? [options.warehouseId] : options.endpoints;
      return known.includes(id) ? { creator: localUser.name } : null;
    },
  });

  const app = workspaceApp(tokens, host, [
    ...(options.apps ?? []),
    spaceRoutes(spaces),
    permissionRoutes(spaces),
    conversationRoutes(spaces, conversationStore(parts), limit, () => clock.now().getTime()),
    evalRoutes(around, spaces, evalRunStore(parts)),
    servingRoutes(around, {
      responder: options.responder,
      endpoints: options.endpoints,
      blockEndpoints: options.blockEndpoints ?? [],
    }),
    ...jobs.routes,
    tableRoutes(options.catalog, options.listTables ?? null),
    workspaceRoutes(files),
    directoryRoutes(),
    ...resources.routes,
  ]);
  await keep.flush();
  const close = (): void => {
    files.close();
    resources.unity.volumeFiles.close();
  };
  return {
    app,
    keep,
    files,
    tokens,
    spaces,
    jobs,
    faults: faultList(),
    rules,
    throttle: limit,
    log: requestLog(),
    close,
  };
}

function throttleOf(options: AssembleOptions): Throttle {
  const { clock, seed, speed, questionsPerMinute } = options;
  if (questionsPerMinute !== undefined) return throttle(clock, seed, questionsPerMinute, minuteMs);
  if (speed === 0) return throttle(clock, seed, null, minuteMs);
  return throttle(clock, seed, usualQuestionsPerMinute, minuteMs / speed);
}
