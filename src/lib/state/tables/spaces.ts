import { createdAt, integer, required, text, word, type NewRow, type RowOf } from "../column.ts";
import type { Store } from "../store.ts";
import { table } from "../table.ts";
import { spaceRoles, type SpaceRole } from "../words.ts";

export const spacesTable = table({
  name: "enhancement_spaces",
  role: "state",
  comment: "One row a configuration of a space, as seen or as written",
  key: ["snapshot_id"],
  clusterBy: ["run_id"],
  columns: {
    snapshot_id: required(text("Id of the snapshot")),
    run_id: required(text("Run")),
    iteration_number: integer("Loop, or 0 before the first"),
    role: required(word(spaceRoles, "Which of the spaces of the run")),
    space_id: required(text("Genie space")),
    etag: text("Version mark that the space carried"),
    digest: required(text("Digest of the canonical configuration")),
    serialized_space: required(text("The configuration, canonical JSON")),
    reason: text("Why it was taken"),
    created_at: createdAt(),
  },
});

export type SpaceRow = RowOf<typeof spacesTable.columns>;
export type NewSpaceRow = NewRow<typeof spacesTable.columns>;

export type Spaces = {
  insert(rows: readonly NewSpaceRow[]): Promise<void>;
  get(snapshot_id: string): Promise<SpaceRow | null>;
  /** The newest snapshot of a role. */
  latest(run_id: string, role: SpaceRole): Promise<SpaceRow | null>;
  /** Oldest first. */
  list(filter: {
    run_id?: string | undefined;
    role?: SpaceRole | undefined;
    space_id?: string | undefined;
    iteration_number?: number | undefined;
  }): Promise<SpaceRow[]>;
};

export function spacesIn(store: Store): Spaces {
  return {
    insert: (rows) => store.insert(spacesTable, rows),
    get: async (snapshot_id) => (await store.select(spacesTable, { snapshot_id }))[0] ?? null,
    latest: async (run_id, role) =>
      (
        await store.select(
          spacesTable,
          { run_id, role },
          { orderBy: ["-created_at", "-iteration_number", "snapshot_id"], limit: 1 },
        )
      )[0] ?? null,
    list: (filter) => store.select(spacesTable, filter, { orderBy: ["created_at", "iteration_number", "snapshot_id"] }),
  };
}
