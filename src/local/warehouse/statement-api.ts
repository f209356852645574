import { createHash } from "node:crypto";
import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import type { Clock } from "../../lib/core/clock.ts";
import { chunksOf, manifestOf, rowsOf } from "./result-chunks.ts";
import type { Chunk } from "./result-chunks.ts";
import type { SqlService, StatementRecord } from "./sql-service.ts";

/** Where links to results live: the server must answer it without credentials, as cloud storage does. */
const resultLinkPath = "/local/statement-results";

const inlineLimitBytes = 25 * 1024 * 1024;
const linkLifeMs = 15 * 60_000;

const submission = z.object({
  statement: z.string().min(1),
  warehouse_id: z.string().min(1),
  catalog: z.string().optional(),
  schema: z.string().optional(),
  parameters: z
    .array(z.object({ name: z.string().min(1), type: z.string().optional(), value: z.string().nullish() }))
    .default([]),
  wait_timeout: z
    .string()
    .regex(/^\d+s$/u)
    .default("10s"),
  on_wait_timeout: z.enum(["CONTINUE", "CANCEL"]).default("CONTINUE"),
  disposition: z.enum(["INLINE", "EXTERNAL_LINKS", "INLINE_OR_EXTERNAL_LINKS"]).default("INLINE"),
  format: z.enum(["JSON_ARRAY", "ARROW_STREAM", "CSV"]).default("JSON_ARRAY"),
  row_limit: z.number().int().positive().optional(),
  byte_limit: z.number().int().positive().optional(),
});

type Submission = z.infer<typeof submission>;

type Options = {
  readonly clock: Clock;
  /** More rows than this make another chunk. */
  readonly rowsPerChunk?: number;
};

/** The Statement Execution API and the warehouses API, with their full paths. */
export function statementRoutes(service: SqlService, options: Options): Hono {
  const app = new Hono();
  const rowsPerChunk = options.rowsPerChunk ?? 1000;
  /** How each statement's result is to be given: inline or by links. */
  const dispositions = new Map<string, Submission["disposition"]>();
  const links = linkSigner(service.uuid());

  const chunkBody = (
    c: Context,
    record: StatementRecord,
    chunk: Chunk,
    chunks: readonly Chunk[],
  ): Record<string, unknown> => {
    const next = chunk.chunk_index + 1;
    const following =
      next < chunks.length
        ? {
            next_chunk_index: next,
            next_chunk_internal_link: `/api/2.0/sql/statements/${record.id}/result/chunks/${String(next)}`,
          }
        : {};
    if (dispositions.get(record.id) === "EXTERNAL_LINKS") {
      const origin = new URL(c.req.url).origin;
      const expiration = new Date(options.clock.now().getTime() + linkLifeMs);
      const link = `${origin}${resultLinkPath}/${record.id}/${String(chunk.chunk_index)}?sig=${links(record.id, chunk.chunk_index)}`;
      return {
        external_links: [{ ...chunk, ...following, external_link: link, expiration: expiration.toISOString() }],
      };
    }
    const rows = rowsOf(record.result?.rows ?? [], chunk);
    const { byte_count: _bytes, ...place } = chunk;
    return rows.length === 0 ? { ...place } : { ...place, ...following, data_array: rows };
  };

  const answer = (c: Context, record: StatementRecord): Record<string, unknown> => {
    const status = statusOf(record);
    if (record.state !== "SUCCEEDED" || record.result === null) return { statement_id: record.id, status };
    const chunks = chunksOf(record.result.rows, rowsPerChunk);
    const manifest = manifestOf(record.result, chunks, record.truncated);
    if (dispositions.get(record.id) !== "EXTERNAL_LINKS" && Number(manifest.total_byte_count) > inlineLimitBytes) {
      return {
        statement_id: record.id,
        status: { state: "FAILED", error: { error_code: "BAD_REQUEST", message: tooLarge } },
      };
    }
    return { statement_id: record.id, status, manifest, result: chunkBody(c, record, chunks[0] as Chunk, chunks) };
  };

  app.post("/api/2.0/sql/statements", async (c) => {
    const parsed = submission.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) return refuse(c, 400, "INVALID_PARAMETER_VALUE", z.prettifyError(parsed.error));
    const request = parsed.data;
    const seconds = Number(request.wait_timeout.slice(0, -1));
    if (seconds !== 0 && (seconds < 5 || seconds > 50)) {
      return refuse(c, 400, "INVALID_PARAMETER_VALUE", "wait_timeout must be 0 seconds, or between 5 and 50 seconds.");
    }
    if (request.format !== "JSON_ARRAY") {
      return refuse(
        c,
        400,
        "INVALID_PARAMETER_VALUE",
        `Format ${request.format} is not supported by the local workspace.`,
      );
    }
    if (!service.warehouses.some((warehouse) => warehouse.id === request.warehouse_id))
      return noWarehouse(c, request.warehouse_id);
    const record = service.submit({
      statement: request.statement,
      parameters: request.parameters.map(({ name, type, value }) => ({
        name,
        type: type ?? "STRING",
        value: value ?? null,
      })),
      in: {
        session: {
          ...service.defaults,
          ...(request.catalog === undefined ? {} : { catalog: request.catalog, schema: "default" }),
          ...(request.schema === undefined ? {} : { schema: request.schema }),
        },
      },
      rowLimit: request.row_limit ?? null,
    });
    dispositions.set(record.id, request.disposition === "EXTERNAL_LINKS" ? "EXTERNAL_LINKS" : "INLINE");
    if (seconds > 0) await endedWithin(record, options.clock, seconds * 1000);
    if (seconds > 0 && isOpen(record) && request.on_wait_timeout === "CANCEL") {
      service.cancel(record.id);
      await record.ended;
    }
    return c.json(answer(c, record));
  });

  app.get("/api/2.0/sql/statements/:id", (c) => {
    const record = service.find(c.req.param("id"));
    return record === undefined ? noStatement(c, c.req.param("id")) : c.json(answer(c, record));
  });

  app.get("/api/2.0/sql/statements/:id/result/chunks/:index", (c) => {
    const record = service.find(c.req.param("id"));
    if (record === undefined || record.result === null) return noStatement(c, c.req.param("id"));
    const chunks = chunksOf(record.result.rows, rowsPerChunk);
    const chunk = chunks[Number(c.req.param("index"))];
    if (chunk === undefined)
      return refuse(c, 400, "INVALID_PARAMETER_VALUE", `Chunk index ${c.req.param("index")} is out of range.`);
    return c.json(chunkBody(c, record, chunk, chunks));
  });

  app.post("/api/2.0/sql/statements/:id/cancel", (c) => {
    const record = service.find(c.req.param("id"));
    if (record === undefined) return noStatement(c, c.req.param("id"));
    service.cancel(record.id);
    return c.json({});
  });

  app.get(`${resultLinkPath}/:id/:index`, (c) => {
    const record = service.find(c.req.param("id"));
    const index = Number(c.req.param("index"));
    if (record === undefined || record.result === null || c.req.query("sig") !== links(record.id, index))
      return c.text("Forbidden", 403);
    const chunk = chunksOf(record.result.rows, rowsPerChunk)[index];
    return chunk === undefined ? c.text("Not found", 404) : c.json(rowsOf(record.result.rows, chunk));
  });

  const warehouse = ({ id, name }: { id: string; name: string }): Record<string, unknown> => ({
    id,
    name,
    state: "RUNNING",
    warehouse_type: "PRO",
    enable_serverless_compute: true,
    cluster_size: "2X-Small",
    num_clusters: 1,
    odbc_params: { path: `/sql/1.0/warehouses/${id}`, protocol: "https" },
  });
  app.get("/api/2.0/sql/warehouses", (c) => c.json({ warehouses: service.warehouses.map(warehouse) }));
  app.get("/api/2.0/sql/warehouses/:id", (c) => {
    const found = service.warehouses.find(({ id }) => id === c.req.param("id"));
    return found === undefined ? noWarehouse(c, c.req.param("id")) : c.json(warehouse(found));
  });
  app.post("/api/2.0/sql/warehouses/:id/start", (c) => {
    const known = service.warehouses.some(({ id }) => id === c.req.param("id"));
    return known ? c.json({}) : noWarehouse(c, c.req.param("id"));
  });
  return app;
}

const tooLarge =
  "Inline byte limit exceeded. Statements executed with disposition=INLINE can have a result size of at most 26214400 bytes. Please execute the statement with disposition=EXTERNAL_LINKS if you want to download the full result.";

function isOpen(record: StatementRecord): boolean {
  return record.state === "PENDING" || record.state === "RUNNING";
}

async function endedWithin(record: StatementRecord, clock: Clock, ms: number): Promise<void> {
  const waiting = new AbortController();
  const timer = clock.sleep(ms, waiting.signal).catch(() => undefined);
  await Promise.race([record.ended, timer]);
  // With a reason of our own, since the default one is an error with its stack.
  waiting.abort("ended");
}

function statusOf(record: StatementRecord): Record<string, unknown> {
  if (record.state !== "FAILED" || record.failure === null) return { state: record.state };
  return {
    state: "FAILED",
    error: { error_code: "BAD_REQUEST", message: record.failure.message },
    sql_state: record.failure.sqlState,
  };
}

function linkSigner(key: string): (id: string, chunk: number) => string {
  return (id, chunk) =>
    createHash("sha256")
      .update(`${key}/${id}/${String(chunk)}`)
      .digest("hex")
      .slice(0, 32);
}

function refuse(c: Context, status: 400 | 404, code: string, message: string): Response {
  return c.json({ error_code: code, message }, status);
}

function noStatement(c: Context, id: string): Response {
  return refuse(c, 404, "RESOURCE_DOES_NOT_EXIST", `The statement ${id} was not found.`);
}

function noWarehouse(c: Context, id: string): Response {
  return refuse(c, 404, "RESOURCE_DOES_NOT_EXIST", `SQL warehouse ${id} does not exist.`);
}
