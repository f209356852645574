import type { ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { thrift as generated } from "@databricks/sql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Clock, manualClock } from "../core/clock.ts";
import { seededRandom } from "../core/random.ts";
import { createContact } from "./contact.ts";
import { openStateSql, type StateSql } from "./driver.ts";
import { answer, type LoopbackServer, startLoopbackServer } from "./loopback-server.fixture.ts";
import { createTransport } from "./transport.ts";

const { TCLIService, TCLIService_types: types } = generated;
type ThriftTransport = { readonly transport: unique symbol };
// The driver's own Thrift library, which comes without types; only what is called here is declared.
const thrift = createRequire(createRequire(import.meta.url).resolve("@databricks/sql"))("thrift") as {
  readonly TBufferedTransport: (new (buffer: undefined, flush: (data: Buffer) => void) => ThriftTransport) & {
    receiver(callback: (transport: ThriftTransport) => void): (data: Buffer) => void;
  };
  readonly TBinaryProtocol: new (transport: ThriftTransport) => unknown;
};

/** What a statement does: gives rows of one STRING column, fails as an operation, or fails at another level. */
type Reply =
  | { readonly kind: "rows"; readonly values: readonly string[] }
  | { readonly kind: "fails"; readonly message: string; readonly sqlState?: string }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "http"; readonly status: number }
  | { readonly kind: "cut" }
  | { readonly kind: "garbage" };

let server: LoopbackServer;
let replies: Reply[];
let statements: string[];
let parameters: unknown[];
let sessions = 0;
let tokens: string[];
let sql: StateSql;
let retries = 0;
let timeIsOver: AbortController;

/** Short waits pass at once; the time limit of a statement passes when the test says so. */
function testClock(): Clock {
  const clock = manualClock();
  const limit = (signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      timeIsOver.signal.addEventListener("abort", () => resolve());
      signal?.addEventListener("abort", () => reject(new Error("done")));
    });
  return { ...clock, sleep: (ms, signal) => (ms === 600_000 ? limit(signal) : clock.sleep(ms, signal)) };
}

const ok = { statusCode: types.TStatusCode.SUCCESS_STATUS };
// The driver refuses handles whose bytes are no UUID.
const uuid = Buffer.from("0f9d3c5e8a7b4c6d9e1f2a3b4c5d6e7f", "hex");
const handle = (): object => ({ guid: uuid, secret: uuid });
const operation = (hasResultSet: boolean): object => ({ operationId: handle(), operationType: 0, hasResultSet });
const schema = {
  columns: [
    { columnName: "v", position: 1, typeDesc: { types: [{ primitiveEntry: { type: types.TTypeId.STRING_TYPE } }] } },
  ],
};

function execution(reply: Reply): object {
  if (reply.kind === "refused")
    return { status: { statusCode: types.TStatusCode.ERROR_STATUS, errorMessage: reply.message } };
  const failed = reply.kind === "fails";
  const state = failed ? types.TOperationState.ERROR_STATE : types.TOperationState.FINISHED_STATE;
  const why = failed
    ? { displayMessage: reply.message, errorMessage: reply.message, sqlState: reply.sqlState ?? "42000" }
    : {};
  const values = reply.kind === "rows" ? [...reply.values] : [];
  return {
    status: ok,
    // A failed statement has no rows to ask for: only its end tells that it failed.
    operationHandle: operation(!failed),
    directResults: {
      operationStatus: { status: ok, operationState: state, hasResultSet: !failed, ...why },
      ...(failed
        ? {}
        : {
            resultSetMetadata: { status: ok, schema, resultFormat: types.TSparkRowSetType.COLUMN_BASED_SET },
            resultSet: {
              status: ok,
              hasMoreRows: false,
              results: {
                startRowOffset: 0,
                rows: [],
                columns: [{ stringVal: { values, nulls: Buffer.alloc(1) } }],
              },
            },
          }),
      closeOperation: { status: ok },
    },
  };
}

/** The few calls of the warehouse's protocol that a statement needs, over the driver's own generated service. */
function serveThrift(bytes: Buffer, response: ServerResponse): void {
  // The generated service and the Thrift library come without types for the server's side.
  const Processor = (
    TCLIService as unknown as { Processor: new (handler: object) => { process: (...args: unknown[]) => void } }
  ).Processor;
  const processor = new Processor({
    // A handler with one argument answers by promise, one with none would be handed a callback.
    OpenSession: (_request: unknown) => {
      sessions += 1;
      return Promise.resolve(
        new types.TOpenSessionResp({
          status: ok,
          serverProtocolVersion: types.TProtocolVersion.SPARK_CLI_SERVICE_PROTOCOL_V8,
          sessionHandle: { sessionId: handle() },
        } as never),
      );
    },
    ExecuteStatement: (request: { statement: string; parameters?: unknown }) =>
      Promise.resolve(new types.TExecuteStatementResp(execution(take(request)) as never)),
    CloseOperation: (_request: unknown) => Promise.resolve(new types.TCloseOperationResp({ status: ok })),
    CloseSession: (_request: unknown) => Promise.resolve(new types.TCloseSessionResp({ status: ok })),
  });
  const take = (request: { statement: string; parameters?: unknown }): Reply => {
    statements.push(request.statement);
    parameters.push(request.parameters);
    return replies.shift() ?? { kind: "rows", values: [] };
  };
  const output = new thrift.TBufferedTransport(undefined, (buffer) => response.writeHead(200).end(buffer));
  const receive = thrift.TBufferedTransport.receiver((input) => {
    processor.process(new thrift.TBinaryProtocol(input), new thrift.TBinaryProtocol(output));
  });
  receive(bytes);
}

beforeEach(async () => {
  server = await startLoopbackServer();
  [replies, statements, parameters, tokens, sessions, retries] = [[], [], [], [], 0, 0];
  server.handle = (call, response, bytes) => {
    tokens.push(call.headers.authorization ?? "");
    const next = call.body.includes("ExecuteStatement") ? replies[0] : undefined;
    if (next?.kind === "http") {
      replies.shift();
      answer(response, next.status, "");
    } else if (next?.kind === "cut") {
      replies.shift();
      response.socket?.destroy();
    } else if (next?.kind === "garbage") {
      replies.shift();
      // The driver never ends such a call: from here the time runs.
      answer(response, 200, "not Thrift", {});
      response.on("close", () => timeIsOver.abort());
    } else serveThrift(bytes, response);
  };
  timeIsOver = new AbortController();
  let issued = 1;
  sql = await openStateSql({
    host: "127.0.0.1",
    port: server.port,
    path: "/sql/1.0/warehouses/w1",
    authenticate: (how) => {
      if (how === "fresh") issued += 1;
      return Promise.resolve({ authorization: `Bearer token-${String(issued)}` });
    },
    trust: createTransport(server.caPem).trust,
    contact: createContact(),
    catalog: "main",
    schema: "state",
    clock: testClock(),
    random: seededRandom(5),
    onRetry: () => {
      retries += 1;
    },
  });
});

afterEach(async () => {
  await sql.close();
  await server.close();
});

const conflict: Reply = {
  kind: "fails",
  message: "[DELTA_CONCURRENT_APPEND] Files were added by a concurrent update.",
};

describe("a state statement", () => {
  it("gives its rows, over a trusted certificate, in one session", async () => {
    replies = [{ kind: "rows", values: ["가", "b"] }];
    expect(await sql.query("SELECT v FROM t")).toEqual([{ v: "가" }, { v: "b" }]);
    await sql.query("SELECT 1");
    expect(sessions).toBe(1);
  });

  it("sends its parameters by name and type", async () => {
    const values = {
      text: "it's",
      whole: 42,
      wide: 9007199254740993n,
      part: 0.5,
      yes: true,
      none: null,
      at: new Date(0),
    };
    await sql.query("SELECT :text", values);
    const plain: unknown = JSON.parse(JSON.stringify(parameters[0]));
    const of = (name: string, type: string, stringValue: string): unknown =>
      expect.objectContaining({ name, type, value: expect.objectContaining({ stringValue }) });
    expect(plain).toEqual([
      of("text", "STRING", "it's"),
      of("whole", "INTEGER", "42"),
      of("wide", "BIGINT", "9007199254740993"),
      of("part", "DOUBLE", "0.5"),
      of("yes", "BOOLEAN", "TRUE"),
      expect.objectContaining({ name: "none", type: null, value: null }),
      of("at", "TIMESTAMP", "1970-01-01T00:00:00.000Z"),
    ]);
  });

  it("that fails is an error with its SQL state, also when nobody reads rows", async () => {
    replies = [{ kind: "fails", message: "[TABLE_OR_VIEW_NOT_FOUND] no t", sqlState: "42P01" }];
    await expect(sql.query("INSERT INTO t VALUES (1)")).rejects.toMatchObject({
      code: "SQL_FAILED",
      message: expect.stringContaining("[TABLE_OR_VIEW_NOT_FOUND] no t"),
      context: { sqlState: "42P01" },
      retryable: false,
    });
    expect(statements).toHaveLength(1);
  });

  it("that is not even started is an error of the same kind", async () => {
    replies = [{ kind: "refused", message: "[PARSE_SYNTAX_ERROR] near 'SELEC'. SQLSTATE: 42601" }];
    await expect(sql.query("SELEC 1")).rejects.toMatchObject({ code: "SQL_FAILED", context: { sqlState: "42601" } });
  });
});

describe("a conflict with another writer", () => {
  it("is repeated as a whole statement", async () => {
    replies = [conflict, conflict, { kind: "rows", values: ["done"] }];
    expect(await sql.query("UPDATE t SET a = 1")).toEqual([{ v: "done" }]);
    expect(statements).toEqual(["UPDATE t SET a = 1", "UPDATE t SET a = 1", "UPDATE t SET a = 1"]);
    expect(retries).toBe(2);
  });

  it("that stays is told", async () => {
    replies = Array.from({ length: 9 }, () => conflict);
    await expect(sql.query("UPDATE t SET a = 1")).rejects.toMatchObject({ code: "SQL_FAILED", retryable: true });
    expect(statements).toHaveLength(6);
  });
});

describe("a lost session", () => {
  const gone: Reply = { kind: "refused", message: "Invalid SessionHandle: SessionHandle [0707]" };

  it("is opened again once", async () => {
    replies = [gone, { kind: "rows", values: ["back"] }];
    expect(await sql.query("SELECT 1")).toEqual([{ v: "back" }]);
    expect(sessions).toBe(2);
  });

  it("that is lost again is told", async () => {
    replies = [gone, gone, gone];
    await expect(sql.query("SELECT 1")).rejects.toMatchObject({ code: "UNREACHABLE" });
    expect(sessions).toBe(2);
  });
});

describe("the connection", () => {
  it("asks for a fresh token when the held one is refused", async () => {
    replies = [
      { kind: "http", status: 401 },
      { kind: "rows", values: ["in"] },
    ];
    expect(await sql.query("INSERT INTO t VALUES (1)")).toEqual([{ v: "in" }]);
    expect(tokens.at(-1)).toBe("Bearer token-2");
  });

  it.each([
    [403, "PERMISSION_DENIED"],
    [404, "NOT_FOUND"],
  ])("refused with HTTP %i is %s at once", async (status, code) => {
    replies = [{ kind: "http", status }];
    await expect(sql.query("SELECT 1")).rejects.toMatchObject({ code });
  });

  it.each([429, 503])("turned away with HTTP %i is tried again, whatever the statement", async (status) => {
    replies = [
      { kind: "http", status },
      { kind: "rows", values: ["in"] },
    ];
    expect(await sql.query("INSERT INTO t VALUES (1)")).toEqual([{ v: "in" }]);
  });

  it("cut in the middle is tried again for reads and merges, and told for the rest", async () => {
    replies = [{ kind: "cut" }, { kind: "rows", values: ["read"] }];
    expect(await sql.query("-- why\nSELECT 1")).toEqual([{ v: "read" }]);
    replies = [{ kind: "cut" }, { kind: "rows", values: ["merged"] }];
    expect(await sql.query("MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED THEN INSERT *")).toEqual([
      { v: "merged" },
    ]);
    replies = [{ kind: "cut" }];
    await expect(sql.query("INSERT INTO t VALUES (1)")).rejects.toMatchObject({ code: "UNREACHABLE", retryable: true });
  });

  it("that answers nonsense is given up when the statement's time is over", async () => {
    replies = [{ kind: "garbage" }];
    await expect(sql.query("INSERT INTO t VALUES (1)")).rejects.toMatchObject({ code: "TIMEOUT", retryable: true });
    timeIsOver = new AbortController();
    expect(await sql.query("SELECT 1")).toEqual([]);
    expect(sessions).toBe(2);
  });

  it("is refused for good after two repeats where nobody ever answered, and at once from then on", async () => {
    await server.close();
    const unreachable = { code: "UNREACHABLE", message: expect.stringContaining("ECONNREFUSED") as string };
    await expect(sql.query("SELECT 1")).rejects.toMatchObject(unreachable);
    expect(retries).toBe(2);
    await expect(sql.query("SELECT 1")).rejects.toMatchObject(unreachable);
    expect(retries).toBe(2);
  });

  it("is tried five times more when the warehouse answered before", async () => {
    await sql.query("SELECT 1");
    await server.close();
    await expect(sql.query("SELECT 1")).rejects.toMatchObject({ code: "UNREACHABLE" });
    expect(retries).toBe(5);
  });

  it("checks certificates", async () => {
    const stranger = await openStateSql({
      host: "127.0.0.1",
      port: server.port,
      path: "/sql/1.0/warehouses/w1",
      authenticate: () => Promise.resolve({ authorization: "Bearer token-1" }),
      trust: null,
      contact: createContact(),
      catalog: "main",
      schema: "state",
      clock: testClock(),
      random: seededRandom(5),
    });
    await expect(stranger.query("SELECT 1")).rejects.toMatchObject({ code: "CERTIFICATE_UNTRUSTED", retryable: false });
    expect(sessions).toBe(0);
    await stranger.close();
  });

  it("once closed takes no more statements", async () => {
    await sql.close();
    await expect(sql.query("SELECT 1")).rejects.toMatchObject({ code: "INTERNAL" });
  });
});
