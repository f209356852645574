import { digestOf } from "../../../lib/core/digest.ts";
import { canonicalJson } from "../../../lib/core/json.ts";
import { drawOf } from "../../../lib/core/random.ts";
import { ApiError, doesNotExist, invalidParameter } from "../api-error.ts";
import { plainPath } from "../files/workspace-path.ts";
import type { User } from "../identity/users.ts";
import { scaledWait, type Surroundings } from "../surroundings.ts";
import { readDocument } from "./read-document.ts";
import type { AccessEntry } from "./space-access.ts";
import type { Space } from "./space.ts";
import { readKeptSpaces } from "./kept-spaces.ts";
import { dataSources, type SpaceDocument } from "./space-document.ts";

type SpaceChange = {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly warehouseId?: string | undefined;
  readonly parentPath?: string | undefined;
  readonly serialized?: string | undefined;
  readonly etag?: string | undefined;
};

/** A content and the moment from which answers can be based on it. */
type Version = { readonly from: number; readonly document: SpaceDocument };

export type SpaceStore = {
  /** @throws ApiError 400 for a bad document or folder */
  create(space: NewSpace, user: User): Promise<Space>;
  /** @throws ApiError 400, 404, or 409 when the etag is not the stored one */
  update(id: string, change: SpaceChange): Promise<Space>;
  /** @throws ApiError 404 for an unknown or trashed space */
  get(id: string): Space;
  /** Living spaces, oldest first. */
  list(): readonly Space[];
  trash(id: string): Promise<void>;
  setAccess(id: string, access: readonly AccessEntry[]): Promise<Space>;
  /** What an answer given now is based on: the content of an indexing delay ago. */
  contentForAnswer(id: string): SpaceDocument;
};

type NewSpace = {
  readonly title: string;
  readonly description: string;
  readonly warehouseId: string;
  readonly parentPath: string | null;
  readonly serialized: string;
};

// Observed practice is to wait 30 s after an edit, 90 s when it changes which columns' values are matched.
const indexingMs = { plain: 25_000, values: 80_000 };
const trashMs = { least: 10_000, spread: 40_000 };

/** @param folderExists says whether a workspace folder exists; every folder does when it is not handed in. */
export async function openSpaceStore(
  around: Surroundings,
  folderExists: (path: string) => boolean,
): Promise<SpaceStore> {
  const { clock, keep, speed, seed, ids } = around;
  const spaces = new Map(readKeptSpaces(await keep.read("spaces")).map((space) => [space.id, space]));
  const versions = new Map<string, readonly Version[]>();
  for (const space of spaces.values()) versions.set(space.id, [{ from: 0, document: space.document }]);

  const now = (): number => clock.now().getTime();
  const put = async (space: Space): Promise<Space> => {
    spaces.set(space.id, space);
    keep.changed("spaces", () => [...spaces.values()]);
    await keep.flush("spaces");
    return space;
  };
  const get = (id: string): Space => {
    const space = spaces.get(id);
    if (space === undefined) throw doesNotExist(`Genie space ${id} does not exist.`);
    if (space.goneAt !== null && space.goneAt <= now()) {
      throw doesNotExist(`Genie space ${id} has been trashed.`);
    }
    return space;
  };
  const checked = async (serialized: string): Promise<SpaceDocument> => {
    const document = readDocument(serialized);
    await requireTables(around, document);
    return document;
  };
  const folder = (path: string): string => {
    const plain = plainPath(path);
    if (folderExists(plain)) return plain;
    throw doesNotExist(`A tree node with path '${plain}' does not exist.`);
  };
  const remember = (id: string, document: SpaceDocument): void => {
    const old = versions.get(id) ?? [];
    const before = old.at(-1)?.document;
    const sameValues =
      before === undefined || canonicalJson(matchedColumns(before)) === canonicalJson(matchedColumns(document));
    const from = now() + scaledWait(speed, sameValues ? indexingMs.plain : indexingMs.values);
    const inUse = old.findLastIndex((version) => version.from <= now());
    versions.set(id, [...old.slice(Math.max(0, inUse)), { from, document }]);
  };

  return {
    create: async (wanted, user) => {
      const document = await checked(wanted.serialized);
      const parentPath = folder(wanted.parentPath ?? `/Users/${user.name}`);
      const id = ids.hex32("space");
      remember(id, document);
      const kind = user.kind === "user" ? "user_name" : "service_principal_name";
      return await put({
        id,
        title: wanted.title,
        description: wanted.description,
        warehouseId: wanted.warehouseId,
        parentPath,
        document,
        etag: etagOf(id, document, 1),
        createdAt: now(),
        updatedAt: now(),
        access: [{ kind, name: user.name, level: "CAN_MANAGE" }],
        goneAt: null,
      });
    },
    update: async (id, change) => {
      requireEtag(get(id), change.etag);
      const document = change.serialized === undefined ? null : await checked(change.serialized);
      const parentPath = change.parentPath === undefined ? null : folder(change.parentPath);
      // Others may have written while tables were looked up: the second look and the write are one step.
      const space = get(id);
      requireEtag(space, change.etag);
      const changed = document !== null && canonicalJson(document) !== canonicalJson(space.document);
      if (changed) remember(id, document);
      return await put({
        ...space,
        title: change.title ?? space.title,
        description: change.description ?? space.description,
        warehouseId: change.warehouseId ?? space.warehouseId,
        parentPath: parentPath ?? space.parentPath,
        ...(changed ? { document, etag: etagOf(id, document, revisionOf(space) + 1) } : {}),
        updatedAt: now(),
      });
    },
    get,
    list: () =>
      [...spaces.values()]
        .filter((space) => space.goneAt === null || space.goneAt > now())
        .toSorted((left, right) => left.createdAt - right.createdAt || (left.id < right.id ? -1 : 1)),
    trash: async (id) => {
      const space = get(id);
      const wait = trashMs.least + trashMs.spread * drawOf(seed, "trash", id);
      await put({ ...space, goneAt: space.goneAt ?? now() + scaledWait(speed, wait) });
    },
    setAccess: async (id, access) => await put({ ...get(id), access }),
    contentForAnswer: (id) => {
      const space = get(id);
      const known = versions.get(id) ?? [];
      return (known.findLast((version) => version.from <= now()) ?? known[0])?.document ?? space.document;
    },
  };
}

function matchedColumns(document: SpaceDocument): readonly string[] {
  return dataSources(document).flatMap((source) =>
    (source.column_configs ?? [])
      .filter((config) => config.enable_entity_matching === true)
      .map((config) => `${source.identifier}.${config.column_name}`),
  );
}

async function requireTables(around: Surroundings, document: SpaceDocument): Promise<void> {
  const sources = dataSources(document);
  const found = await Promise.all(
    sources.map(async (source) => await around.catalog.columns(source.identifier.replaceAll("`", ""))),
  );
  const missing = sources.find((_, index) => found[index] === null);
  if (missing === undefined) return;
  throw invalidParameter(`Failed to fetch tables for the space: Table '${missing.identifier}' does not exist.`);
}

function requireEtag(space: Space, etag: string | undefined): void {
  if (etag === undefined || etag === "" || etag === space.etag) return;
  throw new ApiError(409, "ABORTED", `Genie space ${space.id} was changed by someone else: the etag does not match.`);
}

/** Opaque to callers: the revision keeps it from returning when an edit is taken back. */
function etagOf(id: string, document: SpaceDocument, revision: number): string {
  return `${String(revision)}-${digestOf([id, revision, document]).slice(0, 24)}`;
}

function revisionOf(space: Space): number {
  return Number(space.etag.split("-")[0]);
}
