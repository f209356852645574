import { z } from "zod";
import { invalidParameter } from "../../api-error.ts";
import { type User, localUser } from "../../identity/users.ts";
import type { Surroundings } from "../../surroundings.ts";
import { openDiskTree, type DiskTree } from "../../files/disk-tree.ts";
import type { GrantStore } from "./grant-store.ts";
import { noSuch, taken, unityName } from "./unity-name.ts";
import { warehouseSchemas } from "./warehouse-schemas.ts";

const securable = {
  id: z.string(),
  catalog: z.string(),
  comment: z.string().nullable(),
  owner: z.string(),
  createdAt: z.number(),
  createdBy: z.string(),
  updatedAt: z.number(),
  updatedBy: z.string(),
};
const keptSchema = z.object({
  ...securable,
  name: z.string(),
  properties: z.record(z.string(), z.string()).nullable(),
});
const keptVolume = z.object({ ...securable, schema: z.string(), name: z.string() });
const kept = z.object({ schemas: z.array(keptSchema), volumes: z.array(keptVolume) });

/** Times are milliseconds since 1970; names are lower case. */
export type Schema = z.output<typeof keptSchema>;
export type Volume = z.output<typeof keptVolume>;

type Change = {
  readonly comment?: string | undefined;
  readonly owner?: string | undefined;
  readonly properties?: Readonly<Record<string, string>> | undefined;
  readonly newName?: string | undefined;
};

/** Schemas and volumes. A schema is real in the warehouse; the files of a volume lie on disk. Names may be in any case. */
export type UnityStore = {
  readonly volumeFiles: DiskTree;
  catalogs(): Promise<readonly string[]>;
  /** @throws ApiError 404 */
  schema(fullName: string): Promise<Schema>;
  /** @throws ApiError 404 */
  schemas(catalog: string): Promise<readonly Schema[]>;
  /** @throws ApiError 400, 404 */
  createSchema(wanted: Pick<Schema, "catalog" | "name" | "comment" | "properties">, user: User): Promise<Schema>;
  updateSchema(fullName: string, change: Change, user: User): Promise<Schema>;
  /** @throws ApiError 400 for a schema that is not empty, unless forced */
  deleteSchema(fullName: string, force: boolean): Promise<void>;
  /** @throws ApiError 404 */
  volume(fullName: string): Volume;
  /** @throws ApiError 404 */
  volumes(schemaFullName: string): Promise<readonly Volume[]>;
  /** @throws ApiError 400, 404 */
  createVolume(wanted: Pick<Volume, "catalog" | "schema" | "name" | "comment">, user: User): Promise<Volume>;
  updateVolume(fullName: string, change: Change, user: User): Promise<Volume>;
  deleteVolume(fullName: string): Promise<void>;
};

/** @param folder Where the files of volumes are kept; null keeps them in a temporary folder. */
export async function openUnityStore(
  around: Surroundings,
  grants: GrantStore,
  folder: string | null,
): Promise<UnityStore> {
  const before = kept.safeParse(await around.keep.read("unity")).data ?? { schemas: [], volumes: [] };
  const schemas = new Map(before.schemas.map((schema) => [schemaName(schema), schema]));
  const volumes = new Map(before.volumes.map((volume) => [volumeName(volume), volume]));
  const warehouse = warehouseSchemas(around.runSql);
  const volumeFiles = openDiskTree(folder);
  const changed = (): void =>
    around.keep.changed("unity", () => ({ schemas: [...schemas.values()], volumes: [...volumes.values()] }));
  const stamp = (user: User): Pick<Schema, "id" | "owner" | "createdAt" | "createdBy" | "updatedAt" | "updatedBy"> => {
    const at = around.clock.now().getTime();
    const { name } = user;
    return {
      id: around.ids.uuid("securable"),
      owner: name,
      createdAt: at,
      createdBy: name,
      updatedAt: at,
      updatedBy: name,
    };
  };
  const put = <T>(map: Map<string, T>, key: string, value: T): T => {
    map.set(key, value);
    changed();
    return value;
  };
  const updated = <T extends Volume | Schema>(old: T, change: Change, user: User): T => ({
    ...old,
    comment: change.comment ?? old.comment,
    owner: change.owner ?? old.owner,
    updatedAt: around.clock.now().getTime(),
    updatedBy: user.name,
  });
  const namesIn = async (catalog: string): Promise<readonly string[]> => {
    const names = await warehouse.schemas(catalog);
    if (names === null) throw noSuch("catalog", catalog);
    return names;
  };
  /** What SQL made is known from then on. */
  const known = (catalog: string, name: string): Schema => {
    const found = schemas.get(`${catalog}.${name}`);
    if (found !== undefined) return found;
    return put(schemas, `${catalog}.${name}`, { ...stamp(localUser), catalog, name, comment: null, properties: null });
  };
  const schema = async (fullName: string): Promise<Schema> => {
    const [catalog = "", name = "", ...more] = fullName.toLowerCase().split(".");
    const names = await namesIn(catalog);
    if (more.length > 0 || !names.includes(name)) throw noSuch("schema", fullName.toLowerCase());
    return known(catalog, name);
  };
  const volume = (fullName: string): Volume => {
    const found = volumes.get(fullName.toLowerCase());
    if (found === undefined) throw noSuch("volume", fullName.toLowerCase());
    return found;
  };
  const volumesIn = (name: string): readonly Volume[] =>
    [...volumes.values()].filter((each) => `${each.catalog}.${each.schema}` === name);
  const deleteVolume = async (fullName: string): Promise<void> => {
    const old = volume(fullName);
    await volumeFiles.remove(volumePath(old));
    volumes.delete(volumeName(old));
    grants.drop(volumeName(old));
    changed();
  };

  return {
    volumeFiles,
    catalogs: async () => await warehouse.catalogs(),
    schema,
    schemas: async (catalog) => {
      const name = catalog.toLowerCase();
      return (await namesIn(name)).map((each) => known(name, each));
    },
    createSchema: async (wanted, user) => {
      const catalog = wanted.catalog.toLowerCase();
      const name = unityName(wanted.name, "name");
      if ((await namesIn(catalog)).includes(name)) throw taken("schema", name);
      await warehouse.create(catalog, name);
      return put(schemas, `${catalog}.${name}`, { ...wanted, ...stamp(user), catalog, name });
    },
    updateSchema: async (fullName, change, user) => {
      const old = await schema(fullName);
      if (change.newName !== undefined && change.newName.toLowerCase() !== old.name) {
        throw invalidParameter("The local workspace does not rename schemas.");
      }
      const properties = change.properties ?? old.properties;
      return put(schemas, schemaName(old), { ...updated(old, change, user), properties });
    },
    deleteSchema: async (fullName, force) => {
      const old = await schema(fullName);
      const name = schemaName(old);
      const inside = volumesIn(name);
      if (inside.length > 0 && !force) throw invalidParameter(`Schema '${name}' is not empty: it has volumes.`);
      await warehouse.drop(old.catalog, old.name, force);
      for (const each of inside) await deleteVolume(volumeName(each));
      schemas.delete(name);
      grants.drop(name);
      changed();
    },
    volume,
    volumes: async (name) => volumesIn(schemaName(await schema(name))),
    createVolume: async (wanted, user) => {
      const { catalog, name: schemaOnly } = await schema(`${wanted.catalog}.${wanted.schema}`);
      const name = unityName(wanted.name, "name");
      const made: Volume = { ...wanted, ...stamp(user), catalog, schema: schemaOnly, name };
      if (volumes.has(volumeName(made))) throw taken("volume", volumeName(made));
      volumeFiles.makeFolder(volumePath(made));
      return put(volumes, volumeName(made), made);
    },
    updateVolume: async (fullName, change, user) => {
      const old = volume(fullName);
      const name = change.newName === undefined ? old.name : unityName(change.newName, "new_name");
      const now = { ...updated(old, change, user), name };
      if (name !== old.name) {
        if (volumes.has(volumeName(now))) throw taken("volume", volumeName(now));
        await volumeFiles.move(volumePath(old), volumePath(now));
        volumes.delete(volumeName(old));
      }
      return put(volumes, volumeName(now), now);
    },
    deleteVolume,
  };
}

export function schemaName({ catalog, name }: Pick<Schema, "catalog" | "name">): string {
  return `${catalog}.${name}`;
}

export function volumeName({ catalog, schema, name }: Pick<Volume, "catalog" | "schema" | "name">): string {
  return `${catalog}.${schema}.${name}`;
}

/** Where a volume lies among the volumes' files. */
function volumePath({ catalog, schema, name }: Pick<Volume, "catalog" | "schema" | "name">): string {
  return `/${catalog}/${schema}/${name}`;
}
