import type { z } from "zod";
import { EnhancerError } from "../core/errors.ts";
import { type Route, routeFacts } from "./routes.ts";

/** An answer checked against the shape the API promises. @throws EnhancerError BAD_RESPONSE that names the member. */
export function readReply<Schema extends z.ZodType>(schema: Schema, reply: unknown, route: Route): z.output<Schema> {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? "the answer" : issue.path.join(".");
  throw new EnhancerError({
    code: "BAD_RESPONSE",
    message: `Could not ${routeFacts(route).doing}: ${where} is not as the API promises (${issue?.message ?? "unknown"}).`,
    remedy: "Start again; if it stays, the workspace speaks a newer API than this version knows.",
    retryable: true,
    context: { route },
  });
}
