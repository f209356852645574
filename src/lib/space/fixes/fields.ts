import { z } from "zod";

export const text = z.string().trim().min(1);
export const texts = z.array(text);
/** A full three-part name. */
export const table = z.string().regex(/^[^.\s]+\.[^.\s]+\.[^.\s]+$/u, "must be catalog.schema.table");
export const id = z.string().regex(/^[0-9a-f]{32}$/u, "must be 32 hex digits");
export const relationship = z.enum(["MANY_TO_ONE", "ONE_TO_MANY", "ONE_TO_ONE", "MANY_TO_MANY"]);
/** A full three-part name that needs no quotes around its parts. */
export const viewName = z
  .string()
  .max(255)
  .regex(/^(?:[\p{L}_][\p{L}\p{N}_]*\.){2}[\p{L}_][\p{L}\p{N}_]*$/u, "must be catalog.schema.view");
