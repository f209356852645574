import { z } from "zod";
import { ApiError, doesNotExist } from "../../api-error.ts";
import type { FileStore } from "../../files/file-store.ts";
import { childOf, plainPath } from "../../files/workspace-path.ts";
import type { User } from "../../identity/users.ts";
import type { Surroundings } from "../../surroundings.ts";
import { storedDashboard } from "./serialized-dashboard.ts";

const dashboard = z.object({
  id: z.string(),
  name: z.string(),
  parentPath: z.string(),
  warehouseId: z.string(),
  serialized: z.string(),
  /** Grows with each write: the etag. */
  revision: z.number(),
  createdAt: z.number(),
  updatedAt: z.number(),
  creator: z.string(),
  trashed: z.boolean(),
  published: z
    .object({ name: z.string(), warehouseId: z.string(), embedCredentials: z.boolean(), at: z.number() })
    .nullable(),
});

/** Times are milliseconds since 1970. */
export type Dashboard = z.output<typeof dashboard>;

export type DashboardChange = {
  readonly name?: string | undefined;
  readonly warehouseId?: string | undefined;
  readonly serialized?: string | undefined;
  readonly etag?: string | undefined;
  readonly datasets: { catalog?: string; schema?: string };
};

export type DashboardStore = {
  list(): readonly Dashboard[];
  /** Trashed ones too, as the API gives them. @throws ApiError 404 */
  get(id: string): Dashboard;
  /** @throws ApiError 400, 404 for a folder that is not there, 409 for a name that is taken */
  create(wanted: DashboardChange & { name: string; parentPath: string }, user: User): Promise<Dashboard>;
  /** @throws ApiError 400, 404, 409 for an etag that is not the stored one */
  update(id: string, change: DashboardChange, user: User): Promise<Dashboard>;
  publish(id: string, warehouseId: string | undefined, embedCredentials: boolean): Dashboard;
  unpublish(id: string): void;
  trash(id: string): Promise<Dashboard>;
};

export async function openDashboardStore(around: Surroundings, files: FileStore): Promise<DashboardStore> {
  const { clock, ids, keep } = around;
  const kept = z.array(dashboard).safeParse(await keep.read("dashboards")).data ?? [];
  const all = new Map<string, Dashboard>(kept.map((each) => [each.id, each]));
  const now = (): number => clock.now().getTime();
  const put = (each: Dashboard): Dashboard => {
    all.set(each.id, each);
    keep.changed("dashboards", () => [...all.values()]);
    return each;
  };
  const get = (id: string): Dashboard => {
    const found = all.get(id);
    if (found === undefined) throw doesNotExist(`Unable to find dashboard [${id}]`);
    return found;
  };
  const living = (id: string): Dashboard => {
    const found = get(id);
    if (found.trashed) throw doesNotExist(`Dashboard ${id} is trashed.`);
    return found;
  };
  const show = async (each: Dashboard, user: User): Promise<void> =>
    await files.putResource(pathOf(each), each.serialized, "DASHBOARD", each.id, user);

  return {
    list: () => [...all.values()],
    get,
    create: async (wanted, user) => {
      const parentPath = plainPath(wanted.parentPath);
      if (!files.isFolder(parentPath)) throw doesNotExist(`Path (${parentPath}) doesn't exist.`);
      const made: Dashboard = {
        id: ids.hex32("dashboard"),
        name: wanted.name,
        parentPath,
        warehouseId: wanted.warehouseId ?? "",
        serialized: storedDashboard(wanted.serialized ?? "", wanted.datasets),
        revision: 1,
        createdAt: now(),
        updatedAt: now(),
        creator: user.name,
        trashed: false,
        published: null,
      };
      await show(made, user);
      return put(made);
    },
    update: async (id, change, user) => {
      const old = living(id);
      if (change.etag !== undefined && change.etag !== "" && change.etag !== etagOf(old)) {
        throw new ApiError(409, "ABORTED", `Dashboard ${id} was changed by someone else: the etag does not match.`);
      }
      const changed: Dashboard = {
        ...old,
        name: change.name ?? old.name,
        warehouseId: change.warehouseId ?? old.warehouseId,
        serialized:
          change.serialized === undefined ? old.serialized : storedDashboard(change.serialized, change.datasets),
        revision: old.revision + 1,
        updatedAt: now(),
      };
      await show(changed, user);
      if (pathOf(changed) !== pathOf(old)) await files.remove(pathOf(old), false);
      return put(changed);
    },
    publish: (id, warehouseId, embedCredentials) => {
      const old = living(id);
      const published = { name: old.name, warehouseId: warehouseId ?? old.warehouseId, embedCredentials, at: now() };
      return put({ ...old, published });
    },
    unpublish: (id) => {
      put({ ...living(id), published: null });
    },
    trash: async (id) => {
      const old = living(id);
      if (files.status(pathOf(old))?.resourceId === id) await files.remove(pathOf(old), false);
      return put({ ...old, trashed: true, published: null });
    },
  };
}

/** Where a dashboard is seen among the workspace's files. */
export function pathOf({ parentPath, name }: Pick<Dashboard, "parentPath" | "name">): string {
  return childOf(parentPath, `${name.replaceAll("/", "_")}.lvdash.json`);
}

export function etagOf({ id, revision }: Pick<Dashboard, "id" | "revision">): string {
  return String(Number.parseInt(id.slice(-6), 16) + revision);
}
