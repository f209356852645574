import { Hono } from "hono";
import { z } from "zod";
import { ApiError, answerError } from "../api-error.ts";
import { type AnswerRules, answerRuleRequest } from "../genie/answer-rules.ts";
import type { Throttle } from "../genie/throttle.ts";
import type { TokenBook } from "../identity/token-book.ts";
import { localUser } from "../identity/users.ts";
import { readBody } from "../read-body.ts";
import type { Refusal } from "../../warehouse/refused-statements.ts";
import type { SpaceStore } from "../spaces/space-store.ts";
import { faultRequest, type Faults } from "./fault.ts";
import { mergePatch } from "./merge-patch.ts";
import type { RequestLog } from "./request-log.ts";

/** What the control port works on. */
export type ControlParts = {
  readonly faults: Faults;
  readonly rules: AnswerRules;
  readonly tokens: TokenBook;
  readonly throttle: Throttle;
  readonly spaces: SpaceStore;
  readonly log: RequestLog;
  readonly host: () => string;
  /** Tables that nobody may read; null where there is no warehouse to refuse them. */
  readonly denied?: { readonly add: (table: string) => void; readonly clear: () => void } | null;
  /** Statements that nobody may run. */
  readonly refused?: { readonly add: (refusal: Refusal) => void; readonly clear: () => void } | null;
};

const refuseBody = z.object({
  contains: z.string().min(1),
  condition: z.string().default("INSUFFICIENT_PERMISSIONS"),
  sqlState: z.string().default("42501"),
  message: z.string(),
});
const expireBody = z.object({ kind: z.enum(["personal", "oauth", "all"]).default("all") });

/**
 * The routes that make things happen to the workspace from outside: faults, expired tokens, edits by somebody else. For the
 * same machine only, and never for a page in a browser.
 */
export function controlApp(parts: ControlParts): Hono {
  const { faults, rules, tokens, spaces, log } = parts;
  const app = new Hono();
  app.onError(answerError);
  app.use(async (c, next) => {
    if (c.req.header("origin") !== undefined || c.req.header("sec-fetch-site") !== undefined) {
      throw new ApiError(403, "PERMISSION_DENIED", "The control port does not answer browsers.");
    }
    // A name that leads here by somebody else's DNS is not this machine's caller.
    if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/u.test(c.req.header("host") ?? "localhost")) {
      throw new ApiError(403, "PERMISSION_DENIED", "The control port answers to 127.0.0.1 and localhost only.");
    }
    await next();
  });

  app.get("/", (c) => c.json({ host: parts.host() }));

  app.post("/faults", async (c) => {
    faults.add(await readBody(c, faultRequest));
    return c.json({});
  });
  app.delete("/faults", (c) => {
    faults.clear();
    rules.clear();
    return c.json({});
  });
  app.post("/answers", async (c) => {
    rules.add(await readBody(c, answerRuleRequest));
    return c.json({});
  });

  app.post("/tables/deny", async (c) => {
    const { table } = await readBody(c, z.object({ table: z.string() }));
    if (parts.denied == null) throw new ApiError(404, "NOT_FOUND", "There is no warehouse here.");
    parts.denied.add(table);
    return c.json({});
  });
  app.delete("/tables/deny", (c) => {
    parts.denied?.clear();
    return c.json({});
  });

  app.post("/statements/refuse", async (c) => {
    const refusal = await readBody(c, refuseBody);
    if (parts.refused == null) throw new ApiError(404, "NOT_FOUND", "There is no warehouse here.");
    parts.refused.add(refusal);
    return c.json({});
  });
  app.delete("/statements/refuse", (c) => {
    parts.refused?.clear();
    return c.json({});
  });

  app.post("/tokens/expire", async (c) => {
    tokens.expire((await readBody(c, expireBody)).kind);
    return c.json({});
  });
  app.post("/tokens/life", async (c) => {
    const { seconds } = await readBody(c, z.object({ seconds: z.number().int().positive() }));
    tokens.liveFor(seconds);
    return c.json({});
  });
  // The metadata service of the SDKs: a fresh token for whoever runs on this machine.
  app.get("/metadata/token", (c) => {
    if (c.req.header("x-databricks-metadata-version") !== "1") {
      throw new ApiError(400, "BAD_REQUEST", "Metadata requests carry X-Databricks-Metadata-Version: 1.");
    }
    const asked = c.req.header("x-databricks-host")?.replace(/\/+$/u, "");
    if (asked !== parts.host()) throw new ApiError(404, "NOT_FOUND", `No token for host ${asked ?? "(none)"}.`);
    const { accessToken, expiresAt } = tokens.issue(localUser);
    return c.json({
      access_token: accessToken,
      token_type: "Bearer",
      expires_on: Math.floor(expiresAt / 1000),
    });
  });

  app.post("/spaces/:id/edit", async (c) => {
    const space = spaces.get(c.req.param("id"));
    const patch = await readBody(c, z.record(z.string(), z.unknown()));
    const edited = await spaces.update(space.id, { serialized: JSON.stringify(mergePatch(space.document, patch)) });
    return c.json({ space_id: edited.id, etag: edited.etag });
  });

  app.get("/requests", (c) => c.json({ requests: log.counts() }));
  app.post("/reset", (c) => {
    faults.clear();
    rules.clear();
    parts.denied?.clear();
    parts.refused?.clear();
    tokens.restore();
    parts.throttle.reset();
    log.reset();
    return c.json({});
  });
  return app;
}
