import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { errorBody } from "./api-error.ts";
import { type NodeHandler, pathOf } from "./control/with-faults.ts";
import type { TokenBook } from "./identity/token-book.ts";
import type { AppEnv } from "./surroundings.ts";

/** A handler that is not Hono's, for every path under a prefix. Calls reach it only with a good token. */
export type Mount = { readonly prefix: string; readonly handler: NodeHandler };

/** Gives each call to the mount whose prefix fits, else to the app. */
export function listener(app: Hono<AppEnv>, mounts: readonly Mount[], tokens: TokenBook): NodeHandler {
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return (request, response) => {
    const path = pathOf(request);
    const mount = mounts.find(({ prefix }) => path.startsWith(prefix));
    if (mount === undefined) {
      void answer(request, response);
      return;
    }
    if (isAllowed(tokens, request, response)) mount.handler(request, response);
  };
}

function isAllowed(tokens: TokenBook, request: IncomingMessage, response: ServerResponse): boolean {
  try {
    tokens.check(request.headers.authorization);
    return true;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { status, body } = errorBody(error);
    request.resume();
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
    return false;
  }
}
