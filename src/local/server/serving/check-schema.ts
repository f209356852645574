import { ApiError } from "../api-error.ts";
import { isObject, type JsonObject } from "../spaces/check-shape.ts";

const unsupported = ["anyOf", "oneOf", "allOf", "pattern", "$ref", "prefixItems"] as const;
const mostKeys = 64;

/**
 * Refuses a response schema that served models do not take: keywords outside the supported subset, or over 64 keys.
 * @throws ApiError 400
 */
export function checkResponseSchema(schema: unknown): void {
  const keys = keysOf(schema, "schema");
  if (keys <= mostKeys) return;
  throw refused(`the schema has ${String(keys)} keys and at most ${String(mostKeys)} are supported`);
}

/** Counts property names. A property may be called `pattern`; the keyword may not stand. */
function keysOf(schema: unknown, at: string): number {
  if (!isObject(schema)) return 0;
  const keyword = unsupported.find((each) => Object.hasOwn(schema, each));
  if (keyword !== undefined) throw refused(`'${keyword}' is not supported (at ${at})`);
  let count = 0;
  for (const [name, member] of Object.entries(objectOf(schema["properties"]))) {
    count += 1 + keysOf(member, `${at}.properties.${name}`);
  }
  for (const container of ["$defs", "definitions"]) {
    for (const [name, member] of Object.entries(objectOf(schema[container]))) {
      count += keysOf(member, `${at}.${container}.${name}`);
    }
  }
  for (const single of ["items", "additionalProperties"]) count += keysOf(schema[single], `${at}.${single}`);
  return count;
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function refused(why: string): ApiError {
  return new ApiError(400, "BAD_REQUEST", `Invalid response_format.json_schema: ${why}.`);
}
