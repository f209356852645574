import { Hono } from "hono";
import type { MiddlewareHandler } from "hono";
import { ApiError, answerError } from "./api-error.ts";
import { signInRoutes, meRoutes, workspaceId } from "./identity/identity-routes.ts";
import type { TokenBook } from "./identity/token-book.ts";
import type { AppEnv } from "./surroundings.ts";

/** Paths under this prefix carry their own proof, as links to a storage do, and are called without a token. */
const signedPaths = "/local/";

/** Puts the parts' routes under one roof: sign-in open, everything else behind the token check. Earlier parts win. */
export function workspaceApp(
  tokens: TokenBook,
  host: () => string,
  parts: readonly (Hono<AppEnv> | Hono)[],
): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.onError(answerError);
  app.notFound((c) => answerError(notServed(c.req.method, c.req.path), c));
  app.use(async (c, next) => {
    await next();
    c.res.headers.set("x-databricks-org-id", workspaceId);
  });
  app.route("/", signInRoutes(tokens, host));
  app.use(tokenCheck(tokens));
  app.route("/", meRoutes());
  for (const part of parts) app.route("/", part as Hono<AppEnv>);
  return app;
}

/** The platform has many more calls: one that is not served here says so, so that nobody takes it for a wrong address. */
function notServed(method: string, path: string): ApiError {
  const call = `${method} ${path}`;
  return /^\/api\/\d/u.test(path)
    ? new ApiError(501, "NOT_IMPLEMENTED", `The local workspace does not serve '${call}'.`)
    : new ApiError(404, "ENDPOINT_NOT_FOUND", `No API found for '${call}'`);
}

function tokenCheck(tokens: TokenBook): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (!c.req.path.startsWith(signedPaths)) c.set("user", tokens.check(c.req.header("authorization")));
    await next();
  };
}
