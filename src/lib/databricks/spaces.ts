import { z } from "zod";
import { EnhancerError } from "../core/errors.ts";
import type { Http } from "./http.ts";
import { readReply } from "./read-reply.ts";

/** A Genie space as the platform stores it; `serializedSpace` is its configuration as JSON text. */
export type GenieSpace = {
  readonly spaceId: string;
  readonly title: string;
  readonly description: string;
  readonly warehouseId: string | null;
  readonly parentPath: string | null;
  /** Changes with the configuration only, also when the platform migrates it by itself. Null when not told. */
  readonly etag: string | null;
};

export type GenieSpaceWithBody = GenieSpace & { readonly serializedSpace: string };

export type SpaceCreation = {
  readonly title: string;
  readonly description?: string;
  readonly warehouseId: string;
  readonly parentPath?: string;
  readonly serializedSpace: string;
};

/** Members left out stay as they are; `serializedSpace` replaces the whole configuration. */
export type SpaceUpdate = {
  readonly title?: string;
  readonly description?: string;
  readonly warehouseId?: string;
  readonly serializedSpace?: string;
  /** When given, the update is refused (CONFLICT) unless the space still has this etag. */
  readonly etag?: string;
};

export type SpacePermission = {
  readonly principal: string;
  readonly kind: "user" | "group" | "service-principal";
  /** CAN_READ, CAN_RUN, CAN_EDIT, CAN_MANAGE. */
  readonly level: string;
  readonly inherited: boolean;
};

export type SpaceGrant = Pick<SpacePermission, "principal" | "kind" | "level">;

export type Spaces = ReturnType<typeof createSpaces>;

const spaceSchema = z.looseObject({
  space_id: z.string(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  warehouse_id: z.string().nullish(),
  parent_path: z.string().nullish(),
  serialized_space: z.string().nullish(),
  etag: z.string().nullish(),
});
const pageSchema = z.looseObject({ spaces: z.array(spaceSchema).default([]), next_page_token: z.string().nullish() });
const permissionsSchema = z.looseObject({
  access_control_list: z
    .array(
      z.looseObject({
        user_name: z.string().optional(),
        group_name: z.string().optional(),
        service_principal_name: z.string().optional(),
        all_permissions: z
          .array(z.looseObject({ permission_level: z.string(), inherited: z.boolean().default(false) }))
          .default([]),
      }),
    )
    .default([]),
});

const root = "/api/2.0/genie/spaces";
const permissionsOf = (spaceId: string): string => `/api/2.0/permissions/genie/${encodeURIComponent(spaceId)}`;
const principalMembers = {
  user: "user_name",
  group: "group_name",
  "service-principal": "service_principal_name",
} as const;
const pathOf = (spaceId: string): string => `${root}/${encodeURIComponent(spaceId)}`;

/** The Genie spaces of the workspace: read, make, change, trash. */
export function createSpaces(http: Http) {
  return {
    /** The space with its configuration. @throws EnhancerError PERMISSION_DENIED when it is not shown to us */
    get: async (spaceId: string, signal?: AbortSignal): Promise<GenieSpaceWithBody> => {
      const reply = await http({
        method: "GET",
        path: pathOf(spaceId),
        query: { include_serialized_space: true },
        route: "spaces.read",
        subject: spaceId,
        signal,
      });
      const row = readReply(spaceSchema, reply, "spaces.read");
      const serializedSpace = row.serialized_space ?? "";
      if (serializedSpace === "") throw bodyHidden(spaceId);
      return { ...spaceOf(row), serializedSpace };
    },
    /** The space without its configuration: whoever may ask may read this. */
    describe: async (spaceId: string, signal?: AbortSignal): Promise<GenieSpace> => {
      const call = { method: "GET", path: pathOf(spaceId), route: "spaces.read", subject: spaceId, signal } as const;
      return spaceOf(readReply(spaceSchema, await http(call), call.route));
    },
    /** Makes a space. Not repeated after a lost answer: look for it by what its description carries. */
    create: async (creation: SpaceCreation, signal?: AbortSignal): Promise<GenieSpace> => {
      const reply = await http({ method: "POST", path: root, body: bodyOf(creation), route: "spaces.create", signal });
      return spaceOf(readReply(spaceSchema, reply, "spaces.create"));
    },
    /** Changes a space. With an etag a lost answer is not repeated, since the etag would no longer match. */
    update: async (spaceId: string, update: SpaceUpdate, signal?: AbortSignal): Promise<GenieSpace> => {
      const reply = await http({
        method: "PATCH",
        path: pathOf(spaceId),
        body: bodyOf(update),
        route: "spaces.update",
        subject: spaceId,
        signal,
        idempotent: update.etag === undefined,
      });
      return spaceOf(readReply(spaceSchema, reply, "spaces.update"));
    },
    /** Moves a space to the trash; one that is gone already is no error. */
    trash: async (spaceId: string, signal?: AbortSignal): Promise<void> => {
      try {
        await http({ method: "DELETE", path: pathOf(spaceId), route: "spaces.trash", subject: spaceId, signal });
      } catch (error) {
        if (!(error instanceof EnhancerError) || error.code !== "NOT_FOUND") throw error;
      }
    },
    /** All spaces that this identity sees. */
    list: async (signal?: AbortSignal): Promise<readonly GenieSpace[]> => {
      const spaces: GenieSpace[] = [];
      let token: string | undefined;
      do {
        const query = { page_size: 100, page_token: token };
        const reply = await http({ method: "GET", path: root, query, route: "spaces.list", signal });
        const page = readReply(pageSchema, reply, "spaces.list");
        spaces.push(...page.spaces.map(spaceOf));
        token = page.next_page_token || undefined;
      } while (token !== undefined);
      return spaces;
    },
    /** Adds to what these may do with the space, or changes it; nobody else's rights are touched. */
    grant: async (spaceId: string, grants: readonly SpaceGrant[], signal?: AbortSignal): Promise<void> => {
      await http({
        method: "PATCH",
        path: permissionsOf(spaceId),
        body: {
          access_control_list: grants.map(({ principal, kind, level }) => ({
            [principalMembers[kind]]: principal,
            permission_level: level,
          })),
        },
        route: "spaces.grant",
        subject: spaceId,
        signal,
        idempotent: true,
      });
    },
    /** Who may do what with the space. */
    permissions: async (spaceId: string, signal?: AbortSignal): Promise<readonly SpacePermission[]> => {
      const path = permissionsOf(spaceId);
      const reply = await http({ method: "GET", path, route: "spaces.permissions", subject: spaceId, signal });
      return readReply(permissionsSchema, reply, "spaces.permissions").access_control_list.flatMap((entry) => {
        const { user_name: user, group_name: group, service_principal_name: principal } = entry;
        const kind = user !== undefined ? "user" : group !== undefined ? "group" : "service-principal";
        return entry.all_permissions.map(({ permission_level: level, inherited }) => ({
          principal: user ?? group ?? principal ?? "",
          kind,
          level,
          inherited,
        }));
      });
    },
  };
}

function spaceOf(row: z.output<typeof spaceSchema>): GenieSpace {
  return {
    spaceId: row.space_id,
    title: row.title ?? "",
    description: row.description ?? "",
    warehouseId: row.warehouse_id ?? null,
    parentPath: row.parent_path ?? null,
    etag: row.etag ?? null,
  };
}

function bodyOf(given: Partial<SpaceCreation> & SpaceUpdate): Record<string, string | undefined> {
  return {
    title: given.title,
    description: given.description,
    warehouse_id: given.warehouseId,
    parent_path: given.parentPath,
    serialized_space: given.serializedSpace,
    etag: given.etag,
  };
}

function bodyHidden(spaceId: string): EnhancerError {
  return new EnhancerError({
    code: "PERMISSION_DENIED",
    message: `The configuration of the Genie space ${spaceId} is not shown to this identity.`,
    remedy: "Grant this identity CAN EDIT on the space, since only editors may read its configuration.",
    context: { spaceId },
  });
}
