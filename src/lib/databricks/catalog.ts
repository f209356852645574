import { z } from "zod";
import type { Http } from "./http.ts";
import { readReply } from "./read-reply.ts";

/** A table of Unity Catalog with its columns in order. */
export type CatalogTable = {
  readonly fullName: string;
  /** MANAGED EXTERNAL VIEW MATERIALIZED_VIEW STREAMING_TABLE METRIC_VIEW FOREIGN … */
  readonly tableType: string;
  readonly comment: string | null;
  readonly columns: readonly CatalogColumn[];
  /** A view's query, or a metric view's YAML. */
  readonly definition: string | null;
  readonly properties: Readonly<Record<string, string>>;
};

export type CatalogColumn = {
  readonly name: string;
  /** As SQL writes it: `decimal(18,2)`. */
  readonly typeText: string;
  /** Upper-case enum, as results have it: DECIMAL. */
  readonly typeName: string;
  readonly comment: string | null;
  readonly nullable: boolean;
};

const tableSchema = z.looseObject({
  full_name: z.string().optional(),
  table_type: z.string().default("MANAGED"),
  comment: z.string().nullish(),
  view_definition: z.string().nullish(),
  properties: z.record(z.string(), z.string()).nullish(),
  columns: z
    .array(
      z.looseObject({
        name: z.string(),
        type_text: z.string().default("string"),
        type_name: z.string().default("STRING"),
        position: z.number().optional(),
        comment: z.string().nullish(),
        nullable: z.boolean().default(true),
      }),
    )
    .default([]),
});

export type CatalogReader = ReturnType<typeof createCatalog>;

/** Unity Catalog, as far as we read it. */
export function createCatalog(http: Http) {
  return {
    /** A table by its three-part name, without backticks. @throws EnhancerError NOT_FOUND */
    table: async (fullName: string, signal?: AbortSignal): Promise<CatalogTable> => {
      const path = `/api/2.1/unity-catalog/tables/${encodeURIComponent(fullName)}`;
      const reply = await http({ method: "GET", path, route: "catalog.table", subject: fullName, signal });
      const table = readReply(tableSchema, reply, "catalog.table");
      const columns = table.columns.toSorted((left, right) => (left.position ?? 0) - (right.position ?? 0));
      return {
        fullName: table.full_name ?? fullName,
        tableType: table.table_type,
        comment: table.comment ?? null,
        definition: table.view_definition ?? null,
        properties: table.properties ?? {},
        columns: columns.map((column) => ({
          name: column.name,
          typeText: column.type_text,
          typeName: column.type_name,
          comment: column.comment ?? null,
          nullable: column.nullable,
        })),
      };
    },
  };
}
