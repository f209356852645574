import { z } from "zod";
import { parseSparkType } from "../spark-type.ts";
import type { SparkType } from "../spark-type.ts";

/** A type as Spark writes it in JSON: a name, or an object for types made of others. */
type WrittenType =
  | string
  | { readonly type: "array"; readonly elementType: WrittenType }
  | { readonly type: "map"; readonly keyType: WrittenType; readonly valueType: WrittenType }
  | { readonly type: "struct"; readonly fields: readonly WrittenField[] };

type WrittenField = { readonly name: string; readonly type: WrittenType };

const writtenType: z.ZodType<WrittenType> = z.lazy(() =>
  z.union([
    z.string(),
    z.object({ type: z.literal("array"), elementType: writtenType }),
    z.object({ type: z.literal("map"), keyType: writtenType, valueType: writtenType }),
    z.object({ type: z.literal("struct"), fields: z.array(writtenField) }),
  ]),
);

const writtenField = z.object({ name: z.string(), type: writtenType });

/** The columns of a result: a struct's fields. */
export const writtenSchema = z.object({ fields: z.array(writtenField) });

/** The type behind what Spark wrote. Widths of texts are left out, and all intervals are one. */
export function sparkTypeOfWritten(written: WrittenType): SparkType {
  if (typeof written === "string") {
    return written.startsWith("interval") ? { kind: "simple", name: "interval" } : parseSparkType(plainName(written));
  }
  switch (written.type) {
    case "array":
      return { kind: "array", element: sparkTypeOfWritten(written.elementType) };
    case "map":
      return {
        kind: "map",
        key: sparkTypeOfWritten(written.keyType),
        value: sparkTypeOfWritten(written.valueType),
      };
    case "struct":
      return {
        kind: "struct",
        fields: written.fields.map(({ name, type }) => ({ name, type: sparkTypeOfWritten(type) })),
      };
  }
}

/** `string collate UTF8_LCASE` and `varchar(10)` are texts. */
function plainName(written: string): string {
  return written.startsWith("string ") ? "string" : written;
}
