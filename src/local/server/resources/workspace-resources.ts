import { join } from "node:path";
import type { Hono } from "hono";
import type { FileStore } from "../files/file-store.ts";
import { volumeFileRoutes } from "../files/volume-file-routes.ts";
import { localUser } from "../identity/users.ts";
import type { AppEnv, Surroundings } from "../surroundings.ts";
import { accessRoutes, type FindObject } from "./access/access-routes.ts";
import { openAccessStore } from "./access/access-store.ts";
import { alertRoutes } from "./alerts/alert-routes.ts";
import { openAlertStore } from "./alerts/alert-store.ts";
import { dashboardRoutes } from "./dashboards/dashboard-routes.ts";
import { openDashboardStore } from "./dashboards/dashboard-store.ts";
import { secretRoutes } from "./secrets/secret-routes.ts";
import { openSecretStore } from "./secrets/secret-store.ts";
import { telemetryRoutes } from "./telemetry-routes.ts";
import { grantRoutes } from "./unity/grant-routes.ts";
import { openGrantStore } from "./unity/grant-store.ts";
import { schemaRoutes } from "./unity/schema-routes.ts";
import { openUnityStore, type UnityStore, volumeName } from "./unity/unity-store.ts";
import { volumeRoutes } from "./unity/volume-routes.ts";

type Others = {
  readonly files: FileStore;
  /** Where the files of volumes are kept; null keeps them nowhere. */
  readonly folder: string | null;
  /** Objects of other parts: jobs, warehouses, endpoints. */
  readonly find: FindObject;
};

/** What bundles are made of beside jobs and spaces. */
export type WorkspaceResources = { readonly routes: readonly Hono<AppEnv>[]; readonly unity: UnityStore };

export async function openResources(around: Surroundings, others: Others): Promise<WorkspaceResources> {
  const { files, folder } = others;
  const grants = await openGrantStore(around.keep);
  const unity = await openUnityStore(around, grants, folder === null ? null : join(folder, "volumes"));
  const dashboards = await openDashboardStore(around, files);
  const alerts = await openAlertStore(around.keep);
  const find: FindObject = (kind, id) => {
    switch (kind) {
      case "dashboards": {
        const found = dashboards.list().find((each) => each.id === id && !each.trashed);
        return found === undefined ? null : { creator: found.creator };
      }
      case "alertsv2": {
        const found = alerts.list().find((each) => each.id === id);
        return found === undefined ? null : { creator: found.creator };
      }
      case "directories":
      case "notebooks":
      case "files":
        return ofFile(files, id);
      default:
        return others.find(kind, id);
    }
  };
  const routes = [
    schemaRoutes(unity, grants),
    volumeRoutes(unity, grants),
    grantRoutes(unity, grants, async (name) => (await around.catalog.columns(name)) !== null),
    volumeFileRoutes({
      tree: unity.volumeFiles,
      check: (c, name, privilege) => {
        const volume = unity.volume(name);
        grants.require(c.get("user"), privilege, "volume", volumeName(volume), volume.owner);
      },
    }),
    dashboardRoutes(dashboards),
    alertRoutes(around, alerts, files),
    secretRoutes(await openSecretStore(around)),
    accessRoutes(await openAccessStore(around.keep), find),
    telemetryRoutes(),
  ];
  return { routes, unity };
}

function ofFile(files: FileStore, id: string): ReturnType<FindObject> {
  const found = files.statusOfId(Number(id));
  if (found === null) return null;
  const home = /^\/Users\/([^/]+)/u.exec(found.path)?.[1] ?? null;
  return { creator: found.creator ?? home ?? localUser.name, home };
}
