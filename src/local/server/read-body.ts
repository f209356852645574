import type { Context } from "hono";
import type { z } from "zod";
import { parseJson } from "../../lib/core/json.ts";
import { ApiError, invalidParameter } from "./api-error.ts";

/**
 * The request's JSON body, checked. An empty body counts as `{}`; whole numbers beyond 2^53 arrive as text.
 * @throws ApiError 400, naming the first member that is wrong
 */
export async function readBody<T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> {
  const text = await c.req.text();
  let value: unknown;
  try {
    value = text.trim() === "" ? {} : parseJson(text);
  } catch {
    throw new ApiError(400, "MALFORMED_REQUEST", "Could not parse request object: the body is not JSON.");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const member = issue?.path.join(".") ?? "";
  throw invalidParameter(
    `Invalid value for ${member === "" ? "the body" : `'${member}'`}: ${issue?.message ?? "wrong"}`,
  );
}
