import { z } from "zod";
import { deadline } from "../core/clock.ts";
import { EnhancerError } from "../core/errors.ts";
import { canonicalJson, parseJson } from "../core/json.ts";
import type { Cell, Column, ResultSet } from "../core/statement.ts";
import type { Http } from "./http.ts";
import { networkError, statusError } from "./http-errors.ts";
import { readReply } from "./read-reply.ts";
import type { Reply, Transport } from "./transport.ts";

const linkSchema = z.looseObject({
  external_link: z.url(),
  next_chunk_index: z.number().nullish(),
  http_headers: z.record(z.string(), z.string()).nullish(),
});
const chunkSchema = z.looseObject({
  // Rows are checked by hand: a schema for each of 100,000 cells would cost more than the query.
  data_array: z.array(z.unknown()).nullish(),
  next_chunk_index: z.number().nullish(),
  external_links: z.array(linkSchema).nullish(),
});
const columnSchema = z.looseObject({
  name: z.string(),
  type_name: z.string().default("STRING"),
  type_text: z.string().nullish(),
  type_precision: z.number().nullish(),
  type_scale: z.number().nullish(),
});

/** The members of a statement's answer that hold its result. */
export const resultSchema = z.looseObject({
  manifest: z
    .looseObject({
      schema: z.looseObject({ columns: z.array(columnSchema).default([]) }).nullish(),
      total_row_count: z.coerce.number().nullish(),
      truncated: z.boolean().nullish(),
    })
    .nullish(),
  result: chunkSchema.nullish(),
});

type Chunk = z.output<typeof chunkSchema>;
type Link = z.output<typeof linkSchema>;
type ReadResult = (
  statementId: string,
  first: z.output<typeof resultSchema>,
  signal?: AbortSignal,
) => Promise<ResultSet>;

const linkTimeoutMs = 120_000;

/** Reads a whole result: what came inline, then each further chunk, by call or by link. */
export function createResultReader(http: Http, transport: Transport): ReadResult {
  return async (statementId, first, signal) => {
    const rows: (readonly Cell[])[] = [];
    const fetchChunk = async (index: number): Promise<Chunk> => {
      const path = `/api/2.0/sql/statements/${encodeURIComponent(statementId)}/result/chunks/${String(index)}`;
      const reply = await http({
        method: "GET",
        path,
        route: "statements.poll",
        subject: statementId,
        signal,
        patient: signal && { signal },
      });
      return readReply(chunkSchema, reply, "statements.poll");
    };
    let chunk: Chunk = first.result ?? {};
    let index = 0;
    for (;;) {
      for (const row of chunk.data_array ?? []) rows.push(cellsOf(row));
      let next = chunk.next_chunk_index ?? undefined;
      for (const [place, link] of (chunk.external_links ?? []).entries()) {
        const renew = async (): Promise<Link | undefined> => (await fetchChunk(index)).external_links?.[place];
        for (const row of await readLink(transport, link, renew, statementId, signal)) rows.push(cellsOf(row));
        next = link.next_chunk_index ?? next;
      }
      if (next === undefined || next <= index) break;
      index = next;
      chunk = await fetchChunk(index);
    }
    const { manifest } = first;
    return {
      columns: (manifest?.schema?.columns ?? []).map(columnOf),
      rows,
      totalRowCount: manifest?.total_row_count ?? rows.length,
      truncated: manifest?.truncated ?? false,
    };
  };
}

/** Follows a link into cloud storage, without our credentials. A link that has run out is renewed once. */
async function readLink(
  transport: Transport,
  link: Link,
  renew: () => Promise<Link | undefined>,
  statementId: string,
  signal?: AbortSignal,
): Promise<readonly unknown[]> {
  const call = { host: new URL(link.external_link).host, route: "statements.poll", subject: statementId } as const;
  const get = async (given: Link): Promise<Reply> => {
    try {
      return await transport.exchange({
        url: new URL(given.external_link),
        method: "GET",
        headers: { ...given.http_headers },
        signal: deadline(linkTimeoutMs, signal),
      });
    } catch (error) {
      throw networkError(error, call);
    }
  };
  let reply = await get(link);
  if (reply.status >= 400) {
    const fresh = await renew();
    if (fresh !== undefined) reply = await get(fresh);
  }
  // The time only matters for Retry-After, which storage does not send.
  if (reply.status >= 400) throw statusError(reply, call, new Date(0));
  try {
    return z.array(z.unknown()).parse(parseJson(reply.text));
  } catch (error) {
    throw unreadableRows(error);
  }
}

function cellsOf(row: unknown): readonly Cell[] {
  if (!Array.isArray(row)) throw unreadableRows();
  return (row as readonly unknown[]).map((cell) => {
    if (cell === null || typeof cell === "string") return cell;
    return canonicalJson(cell);
  });
}

function columnOf(column: z.output<typeof columnSchema>): Column {
  return {
    name: column.name,
    typeName: column.type_name,
    typeText: column.type_text ?? column.type_name,
    ...(column.type_precision === null || column.type_precision === undefined
      ? {}
      : { precision: column.type_precision }),
    ...(column.type_scale === null || column.type_scale === undefined ? {} : { scale: column.type_scale }),
  };
}

function unreadableRows(cause?: unknown): EnhancerError {
  return new EnhancerError({
    code: "BAD_RESPONSE",
    message: "The statement's result is not rows of cells.",
    remedy: "Run it again; if it stays, the workspace speaks a newer API than this version knows.",
    retryable: true,
    cause,
  });
}
