import { invalidParameter } from "../api-error.ts";
import { byCodePoint, checkOrder } from "./check-order.ts";
import { checkIds } from "./check-ids.ts";
import { checkLimits } from "./check-limits.ts";
import { checkMembers } from "./check-members.ts";
import { checkRequired, checkShape, isObject, type JsonObject, normalised } from "./check-shape.ts";
import { spaceShape, versionOneFields } from "./document-shape.ts";
import type { SpaceDocument } from "./space-document.ts";

// "3.5 MB" is documented; the smaller reading of it.
const largestDocument = 3_500_000;

/**
 * Reads a `serialized_space` as the platform does: checks everything but the tables' existence, migrates version 1, and
 * gives back what is stored.
 * @throws ApiError 400 with the platform's words
 */
export function readDocument(serialized: string): SpaceDocument {
  if (Buffer.byteLength(serialized) > largestDocument) {
    throw invalidParameter("Invalid serialized_space: Exceeded maximum number (3.5 MB) of bytes in the document");
  }
  let value: unknown;
  try {
    value = JSON.parse(serialized) as unknown;
  } catch {
    throw invalidParameter("Invalid serialized_space: the text is not JSON");
  }
  checkShape(value, spaceShape, "serialized_space");
  if (!isObject(value)) throw invalidParameter("Invalid serialized_space: Expected an object");
  const migrated = toVersionTwo(value);
  checkRequired(migrated, spaceShape, "");
  const document = stored(migrated);
  checkLimits(document);
  checkIds(document);
  checkOrder(document);
  checkMembers(document);
  return document;
}

function stored(migrated: JsonObject): SpaceDocument {
  const parts = normalised(migrated, spaceShape);
  // The shape and its required members were checked just above, so the type holds.
  const document = { version: 2, data_sources: {}, ...parts } as unknown as SpaceDocument;
  const questions = document.config?.sample_questions;
  if (questions === undefined) return document;
  // The one list the platform sorts itself.
  const sorted = questions.toSorted((left, right) => byCodePoint(left.id, right.id));
  return { ...document, config: { ...document.config, sample_questions: sorted } };
}

function toVersionTwo(value: JsonObject): JsonObject {
  const version = value["version"] ?? 0;
  if (version !== 1 && version !== 2) {
    throw invalidParameter(
      `Invalid export proto: this workspace supports versions 1 and 2, but got ${JSON.stringify(version)}`,
    );
  }
  const sources = value["data_sources"];
  if (!isObject(sources)) return { ...value, version: 2 };
  const migrate = (field: "tables" | "metric_views"): JsonObject => {
    const tables = sources[field];
    return Array.isArray(tables)
      ? { [field]: tables.map((table) => migrateTable(table as JsonObject, version, `data_sources.${field}`)) }
      : {};
  };
  return { ...value, version: 2, data_sources: { ...sources, ...migrate("tables"), ...migrate("metric_views") } };
}

function migrateTable(table: JsonObject, version: number, path: string): JsonObject {
  const configs = table["column_configs"];
  if (!Array.isArray(configs)) return table;
  return {
    ...table,
    column_configs: (configs as readonly JsonObject[]).map((config) => {
      const old = Object.keys(config).filter((key) => Object.hasOwn(versionOneFields, key));
      if (old.length === 0) return config;
      if (version === 2) {
        throw invalidParameter(
          `Invalid export proto: ${path} uses version 1 fields (${old.join(", ")}) but the export version is 2`,
        );
      }
      return Object.fromEntries(Object.entries(config).map(([key, member]) => [versionOneFields[key] ?? key, member]));
    }),
  };
}
