import type { AccessEntry } from "./space-access.ts";
import type { SpaceDocument } from "./space-document.ts";

/** A space as it is stored. Times are milliseconds since 1970. */
export type Space = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly warehouseId: string;
  readonly parentPath: string;
  readonly document: SpaceDocument;
  readonly etag: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly access: readonly AccessEntry[];
  /** When a trashed space stops being served; null while it lives. */
  readonly goneAt: number | null;
};
