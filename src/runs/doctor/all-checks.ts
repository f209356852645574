import type { Check } from "./check.ts";
import { catalog } from "./checks/catalog.ts";
import { cloneFolder } from "./checks/clone-folder.ts";
import { clock } from "./checks/clock.ts";
import { coordinationSchema } from "./checks/coordination-schema.ts";
import { credentials } from "./checks/credentials.ts";
import { exam } from "./checks/exam.ts";
import { host } from "./checks/host.ts";
import { jobQueue } from "./checks/job-queue.ts";
import { jobSchema } from "./checks/job-schema.ts";
import { jobStart } from "./checks/job-start.ts";
import { jobTime } from "./checks/job-time.ts";
import { job } from "./checks/job.ts";
import { lease } from "./checks/lease.ts";
import { leftoverClones } from "./checks/leftover-clones.ts";
import { limits } from "./checks/limits.ts";
import { modelAnswer } from "./checks/model-answer.ts";
import { modelReady } from "./checks/model-ready.ts";
import { modelTask } from "./checks/model-task.ts";
import { model } from "./checks/model.ts";
import { nodeVersion } from "./checks/node-version.ts";
import { outDir } from "./checks/out-dir.ts";
import { prices } from "./checks/prices.ts";
import { promotion } from "./checks/promotion.ts";
import { quota } from "./checks/quota.ts";
import { settings } from "./checks/settings.ts";
import { spaceBundle } from "./checks/space-bundle.ts";
import { spaceDocument } from "./checks/space-document.ts";
import { spaceEdit } from "./checks/space-edit.ts";
import { spaceRoom } from "./checks/space-room.ts";
import { spaceVersionMark } from "./checks/space-version-mark.ts";
import { spaceWarehouse } from "./checks/space-warehouse.ts";
import { space } from "./checks/space.ts";
import { stateColumns } from "./checks/state-columns.ts";
import { stateSchema } from "./checks/state-schema.ts";
import { stateVersion } from "./checks/state-version.ts";
import { stateWrite } from "./checks/state-write.ts";
import { tables } from "./checks/tables.ts";
import { timeZone } from "./checks/time-zone.ts";
import { warehouseType } from "./checks/warehouse-type.ts";
import { warehouseUse } from "./checks/warehouse-use.ts";
import { warehouse } from "./checks/warehouse.ts";

/** Every check, each behind those it needs. */
export const allChecks: readonly Check[] = [
  nodeVersion,
  settings,
  prices,
  host,
  credentials,
  clock,
  quota,
  space,
  spaceEdit,
  spaceDocument,
  spaceVersionMark,
  spaceRoom,
  spaceBundle,
  warehouse,
  warehouseType,
  warehouseUse,
  spaceWarehouse,
  timeZone,
  catalog,
  stateSchema,
  coordinationSchema,
  stateVersion,
  stateColumns,
  stateWrite,
  outDir,
  exam,
  tables,
  limits,
  promotion,
  cloneFolder,
  lease,
  leftoverClones,
  model,
  modelTask,
  modelReady,
  modelAnswer,
  job,
  jobStart,
  jobQueue,
  jobTime,
  jobSchema,
];
