import { z } from "zod";
import { levels } from "./space-access.ts";
import { readDocument } from "./read-document.ts";
import type { Space } from "./space.ts";

const keptSpace = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  warehouseId: z.string(),
  parentPath: z.string(),
  document: z.unknown().transform((document) => readDocument(JSON.stringify(document))),
  etag: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  access: z.array(
    z.object({
      kind: z.enum(["user_name", "group_name", "service_principal_name"]),
      name: z.string(),
      level: z.enum(levels),
    }),
  ),
  goneAt: z.number().nullable(),
});

/** Spaces as an earlier start of the workspace kept them; none when nothing was kept. */
export function readKeptSpaces(value: unknown): readonly Space[] {
  if (value === null) return [];
  return z.array(keptSpace).parse(value);
}
