import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../lib/core/clock.ts";
import type { Column } from "../../lib/core/statement.ts";
import { arrowBatch, arrowSchema } from "./arrow-page.ts";
import { service as generated, thrift } from "./driver-parts.ts";
import type { StatementParameter } from "./engine.ts";
import type { OpenSession, SqlService, StatementRecord } from "./sql-service.ts";

/** SPARK_CLI_SERVICE_PROTOCOL_V8: the first that carries parameters. */
const protocolVersion = 0xa508;
const arrowBasedSet = 0;
const maxRowsPerPage = 20_000;

const statusCodes = { success: 0, error: 3 } as const;
const operationStates = { RUNNING: 1, SUCCEEDED: 2, CANCELED: 3, CLOSED: 4, FAILED: 5, PENDING: 7 } as const;
const executeStatement = 0;

type Handle = { readonly guid: Buffer; readonly secret: Buffer };
type OperationHandle = { readonly operationId: Handle; readonly operationType: number; readonly hasResultSet: boolean };
type Int64 = { toNumber(): number };
type Reply = Record<string, unknown>;

type ExecuteRequest = {
  readonly sessionHandle: { readonly sessionId: Handle };
  readonly statement: string;
  readonly queryTimeout?: Int64 | null;
  readonly getDirectResults?: { readonly maxRows: Int64 } | null;
  readonly parameters?:
    | readonly {
        readonly name?: string | null;
        readonly type?: string | null;
        readonly value?: { readonly stringValue?: string | null } | null;
      }[]
    | null;
};

type OpenRequest = {
  readonly initialNamespace?: { readonly catalogName?: string | null; readonly schemaName?: string | null } | null;
  readonly configuration?: Readonly<Record<string, string>> | null;
};

type OperationRequest = { readonly operationHandle: OperationHandle };
type FetchRequest = OperationRequest & { readonly maxRows: Int64; readonly startRowOffset?: Int64 | null };

type Options = {
  readonly clock: Clock;
  /** How long ExecuteStatement waits for the result before it answers with a handle to poll. */
  readonly directWaitMs?: number;
};

const success = { statusCode: statusCodes.success };

/**
 * Answers `POST /sql/1.0/warehouses/{id}`, the Thrift protocol that `@databricks/sql` speaks. Sessions hold a catalog, a
 * schema and a zone; an operation is a statement of the service with a place in its rows.
 */
export function thriftFront(
  service: SqlService,
  options: Options,
): (req: IncomingMessage, res: ServerResponse) => void {
  const sessions = new Map<string, OpenSession>();
  const offsets = new Map<string, number>();
  const directWaitMs = options.directWaitMs ?? 2000;

  const record = (handle: OperationHandle): StatementRecord | undefined =>
    service.find(uuidOf(handle.operationId.guid));

  const handler = {
    OpenSession: async (request: OpenRequest): Promise<Reply> => {
      await Promise.resolve();
      const id = service.uuid();
      const namespace = request.initialNamespace;
      const configured = request.configuration ?? {};
      const zone = Object.entries(configured).find(([key]) =>
        /(?:^|\.)(?:timezone|session\.timezone)$/iu.test(key),
      )?.[1];
      const session = {
        catalog: namespace?.catalogName ?? service.defaults.catalog,
        schema:
          namespace?.schemaName ?? ((namespace?.catalogName ?? null) === null ? service.defaults.schema : "default"),
        timeZone: zone ?? service.defaults.timeZone,
      };
      sessions.set(id, { session });
      return {
        status: success,
        serverProtocolVersion: protocolVersion,
        sessionHandle: { sessionId: handleOf(id), serverProtocolVersion: protocolVersion },
        configuration: {},
        initialNamespace: { catalogName: session.catalog, schemaName: session.schema },
        canUseMultipleCatalogs: true,
      };
    },

    CloseSession: async (request: { sessionHandle: { sessionId: Handle } }): Promise<Reply> => {
      await Promise.resolve();
      sessions.delete(uuidOf(request.sessionHandle.sessionId.guid));
      return { status: success };
    },

    ExecuteStatement: async (request: ExecuteRequest): Promise<Reply> => {
      const open = sessions.get(uuidOf(request.sessionHandle.sessionId.guid));
      if (open === undefined) return { status: refused("Invalid SessionHandle: the session is closed or unknown.") };
      const submitted = service.submit({
        statement: request.statement,
        parameters: (request.parameters ?? []).map(parameterOf),
        in: open,
      });
      const limit = request.queryTimeout?.toNumber() ?? 0;
      if (limit > 0) void cancelAfter(submitted, limit * 1000);
      const operationHandle = {
        operationId: handleOf(submitted.id),
        operationType: executeStatement,
        hasResultSet: true,
      };
      const direct = request.getDirectResults ?? null;
      if (direct === null) return { status: success, operationHandle };
      await endedWithin(submitted, directWaitMs);
      const reply = { status: success, operationHandle };
      if (isOpen(submitted)) return { ...reply, directResults: { operationStatus: statusReply(submitted) } };
      if (submitted.result === null) {
        return {
          ...reply,
          directResults: { operationStatus: statusReply(submitted), closeOperation: { status: success } },
        };
      }
      const page = nextPage(submitted, direct.maxRows.toNumber());
      const done = page.hasMoreRows === false;
      const directResults = {
        operationStatus: statusReply(submitted),
        resultSetMetadata: metadataReply(submitted),
        resultSet: page,
        ...(done ? { closeOperation: { status: success } } : {}),
      };
      if (done) service.forget(submitted.id);
      return { ...reply, operationHandle: { ...operationHandle, hasResultSet: hasRows(submitted) }, directResults };
    },

    GetOperationStatus: async (request: OperationRequest): Promise<Reply> => {
      await Promise.resolve();
      const found = record(request.operationHandle);
      return found === undefined ? { status: unknownHandle } : statusReply(found);
    },

    GetResultSetMetadata: async (request: OperationRequest): Promise<Reply> => {
      await Promise.resolve();
      const found = record(request.operationHandle);
      return found === undefined ? { status: unknownHandle } : metadataReply(found);
    },

    FetchResults: async (request: FetchRequest): Promise<Reply> => {
      const found = record(request.operationHandle);
      if (found === undefined) return { status: unknownHandle };
      await found.ended;
      return found.result === null
        ? { status: refused(found.failure?.message ?? "The result is gone.") }
        : nextPage(found, request.maxRows.toNumber());
    },

    CancelOperation: async (request: OperationRequest): Promise<Reply> => {
      await Promise.resolve();
      service.cancel(uuidOf(request.operationHandle.operationId.guid));
      return { status: success };
    },

    CloseOperation: async (request: OperationRequest): Promise<Reply> => {
      await Promise.resolve();
      const id = uuidOf(request.operationHandle.operationId.guid);
      service.forget(id);
      offsets.delete(id);
      return { status: success };
    },
  };

  const nextPage = (found: StatementRecord, wanted: number): Reply => {
    const { columns = [], rows = [] } = found.result ?? {};
    const offset = offsets.get(found.id) ?? 0;
    const page = rows.slice(offset, offset + Math.min(wanted > 0 ? wanted : maxRowsPerPage, maxRowsPerPage));
    offsets.set(found.id, offset + page.length);
    const hasMoreRows = offset + page.length < rows.length;
    if (!hasMoreRows) offsets.delete(found.id);
    const batches =
      page.length === 0 || columns.length === 0
        ? []
        : [{ batch: arrowBatch(columns, page), rowCount: new thrift.Int64(page.length) }];
    return {
      status: success,
      hasMoreRows,
      results: { startRowOffset: new thrift.Int64(offset), rows: [], arrowBatches: batches },
    };
  };

  const cancelAfter = async (submitted: StatementRecord, ms: number): Promise<void> => {
    await endedWithin(submitted, ms);
    if (isOpen(submitted)) service.cancel(submitted.id);
  };

  const endedWithin = async (submitted: StatementRecord, ms: number): Promise<void> => {
    const waiting = new AbortController();
    const timer = options.clock.sleep(ms, waiting.signal).catch(() => undefined);
    await Promise.race([submitted.ended, timer]);
    // With a reason of our own, since the default one is an error with its stack.
    waiting.abort("ended");
  };

  const processor = new generated.Processor(
    new Proxy(handler, { get: (target, name) => Reflect.get(target, name) ?? notOffered }),
  );
  return (req, res) => {
    const pieces: Buffer[] = [];
    req.on("data", (piece: Buffer) => pieces.push(piece));
    req.on("end", () => {
      answer(processor, Buffer.concat(pieces), res);
    });
  };
}

function answer(
  processor: { process(input: unknown, output: unknown): void },
  body: Buffer,
  res: ServerResponse,
): void {
  const output = new thrift.TBufferedTransport(undefined, (data) => {
    res.writeHead(200, { "content-type": "application/x-thrift", "content-length": data.length });
    res.end(data);
  });
  try {
    thrift.TBufferedTransport.receiver((input) => {
      processor.process(new thrift.TBinaryProtocol(input), new thrift.TBinaryProtocol(output));
    })(body);
  } catch (error) {
    res.writeHead(400, { "content-type": "text/plain" });
    res.end(`Not a Thrift call: ${String(error)}`);
  }
}

/** The catalogue calls of the protocol, which this product makes in SQL. */
async function notOffered(_request: unknown): Promise<Reply> {
  await Promise.resolve();
  return { status: refused("The local warehouse does not offer this call: use SQL.") };
}

const unknownHandle = refused("Invalid OperationHandle: the operation is closed or unknown.");

function refused(errorMessage: string): Reply {
  return { statusCode: statusCodes.error, errorMessage, displayMessage: errorMessage, sqlState: "HY000" };
}

function isOpen(record: StatementRecord): boolean {
  return record.state === "PENDING" || record.state === "RUNNING";
}

function hasRows(record: StatementRecord): boolean {
  return (record.result?.columns.length ?? 0) > 0;
}

function statusReply(record: StatementRecord): Reply {
  const failed =
    record.failure === null
      ? {}
      : {
          sqlState: record.failure.sqlState,
          errorCode: 0,
          errorMessage: record.failure.message,
          displayMessage: record.failure.message,
        };
  const known = isOpen(record) ? {} : { hasResultSet: hasRows(record) };
  return { status: success, operationState: operationStates[record.state], ...failed, ...known };
}

function metadataReply(record: StatementRecord): Reply {
  const columns = record.result?.columns ?? [];
  return {
    status: success,
    schema: { columns: columns.map(columnDescription) },
    resultFormat: arrowBasedSet,
    lz4Compressed: false,
    arrowSchema: arrowSchema(columns),
  };
}

const typeIds: Readonly<Record<string, number>> = {
  BOOLEAN: 0,
  BYTE: 1,
  SHORT: 2,
  INT: 3,
  LONG: 4,
  FLOAT: 5,
  DOUBLE: 6,
  STRING: 7,
  TIMESTAMP: 8,
  BINARY: 9,
  ARRAY: 10,
  MAP: 11,
  STRUCT: 12,
  DECIMAL: 15,
  DATE: 17,
};

function columnDescription(column: Column, index: number): Reply {
  const qualifiers = {
    precision: { i32Value: column.precision ?? 38 },
    scale: { i32Value: column.scale ?? 0 },
  };
  const entry = {
    type: typeIds[column.typeName] ?? typeIds.STRING,
    ...(column.typeName === "DECIMAL" ? { typeQualifiers: { qualifiers } } : {}),
  };
  return { columnName: column.name, typeDesc: { types: [{ primitiveEntry: entry }] }, position: index + 1 };
}

function parameterOf(parameter: NonNullable<ExecuteRequest["parameters"]>[number]): StatementParameter {
  return { name: parameter.name ?? "", type: parameter.type ?? "STRING", value: parameter.value?.stringValue ?? null };
}

function handleOf(uuid: string): Handle {
  const bytes = Buffer.from(uuid.replaceAll("-", ""), "hex");
  return { guid: bytes, secret: bytes };
}

function uuidOf(guid: Buffer): string {
  return Buffer.from(guid)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, "$1-$2-$3-$4-$5");
}
