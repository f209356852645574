import type { Clock } from "../../lib/core/clock.ts";
import type { Ids } from "../../lib/core/random.ts";
import { usedNames } from "./command.ts";
import { cancelled } from "./engine.ts";
import type { Engine, EngineResult, Session, StatementParameter } from "./engine.ts";
import type { StatementFailure } from "./engine.ts";
import { toStatementFailure } from "./failure.ts";
import { cursorOver, tokensOf } from "./tokens.ts";

/** A statement's life: PENDING → RUNNING → SUCCEEDED, FAILED or CANCELED; CLOSED once its result is dropped. */
type StatementState = "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELED" | "CLOSED";

/** A statement that the service knows, as it stands now. */
export type StatementRecord = {
  /** A UUID. */
  readonly id: string;
  readonly statement: string;
  readonly state: StatementState;
  /** Set when SUCCEEDED; cut to the row limit asked for. */
  readonly result: EngineResult | null;
  readonly truncated: boolean;
  /** Set when FAILED or CANCELED. */
  readonly failure: StatementFailure | null;
  /** Resolves when the statement has ended, however it ended; never rejects. */
  readonly ended: Promise<void>;
};

export type Warehouse = { readonly id: string; readonly name: string };

/** A caller's session, whose catalog and schema `USE` moves. */
export type OpenSession = { session: Session };

export type SqlService = {
  readonly warehouses: readonly Warehouse[];
  readonly defaults: Session;
  readonly engine: Engine;
  submit(request: {
    readonly statement: string;
    readonly parameters: readonly StatementParameter[];
    readonly in: OpenSession;
    readonly rowLimit?: number | null;
  }): StatementRecord;
  find(id: string): StatementRecord | undefined;
  /** Interrupts a running statement; one that has ended stays as it is. */
  cancel(id: string): void;
  /** Drops a statement's result. */
  forget(id: string): void;
  /** How many statements were submitted, and the milliseconds they ran. */
  usage(): { readonly statements: number; readonly milliseconds: number };
  uuid(): string;
};

type Mutable = { -readonly [K in keyof StatementRecord]: StatementRecord[K] };

const resultLifeMs = 3_600_000;
const statementLifeMs = 12 * resultLifeMs;
/** Looking through all statements at every call would cost more than the calls. */
const expireEveryMs = 10_000;

/** The one registry of statements behind the REST and the Thrift front. */
export function createSqlService(options: {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly warehouses: readonly Warehouse[];
  readonly defaults: Session;
}): SqlService {
  const { engine, clock } = options;
  const records = new Map<string, { record: Mutable; abort: AbortController; endedAt: number | null }>();
  let [statements, milliseconds] = [0, 0];

  const run = async (
    record: Mutable,
    open: OpenSession,
    parameters: readonly StatementParameter[],
    limit: number | null,
    signal: AbortSignal,
  ): Promise<void> => {
    const startedAt = clock.monotonic();
    try {
      await Promise.resolve();
      record.state = "RUNNING";
      const result = await engine.execute(record.statement, parameters, open.session, signal);
      open.session = sessionAfter(record.statement, open.session);
      record.truncated = limit !== null && result.rows.length > limit;
      record.result = record.truncated ? { ...result, rows: result.rows.slice(0, limit ?? 0) } : result;
      record.state = "SUCCEEDED";
    } catch (error) {
      const failure = toStatementFailure(error);
      record.failure = failure;
      record.state = failure.errorCode === cancelled ? "CANCELED" : "FAILED";
    }
    const held = records.get(record.id);
    if (held !== undefined) held.endedAt = clock.monotonic();
    milliseconds += clock.monotonic() - startedAt;
  };

  const uuid = (): string => uuidFrom(options.ids.hex32());

  let expiredAt = Number.NEGATIVE_INFINITY;
  const expire = (): void => {
    const now = clock.monotonic();
    if (now - expiredAt < expireEveryMs) return;
    expiredAt = now;
    for (const [id, { record, endedAt }] of records) {
      if (endedAt === null) continue;
      if (now - endedAt > statementLifeMs) records.delete(id);
      else if (now - endedAt > resultLifeMs && record.result !== null) {
        record.result = null;
        record.state = "CLOSED";
      }
    }
  };

  return {
    warehouses: options.warehouses,
    defaults: options.defaults,
    engine,
    uuid,
    submit: (request) => {
      expire();
      statements += 1;
      const abort = new AbortController();
      const record: Mutable = {
        id: uuid(),
        statement: request.statement,
        state: "PENDING",
        result: null,
        truncated: false,
        failure: null,
        ended: Promise.resolve(),
      };
      records.set(record.id, { record, abort, endedAt: null });
      record.ended = run(record, request.in, request.parameters, request.rowLimit ?? null, abort.signal);
      return record;
    },
    find: (id) => {
      expire();
      return records.get(id)?.record;
    },
    cancel: (id) => records.get(id)?.abort.abort(),
    forget: (id) => {
      const held = records.get(id);
      if (held?.endedAt === null) held.abort.abort();
      records.delete(id);
    },
    usage: () => ({ statements, milliseconds }),
  };
}

/** A version-4 UUID out of 32 hex digits. */
function uuidFrom(hex: string): string {
  const variant = ((Number.parseInt(hex[16] ?? "0", 16) & 3) | 8).toString(16);
  const digits = `${hex.slice(0, 12)}4${hex.slice(13, 16)}${variant}${hex.slice(17)}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, "$1-$2-$3-$4-$5");
}

function sessionAfter(statement: string, session: Session): Session {
  if (!/^\s*use\b/iu.test(statement)) return session;
  const cursor = cursorOver(tokensOf(statement), statement);
  cursor.expect("USE");
  return { ...session, ...usedNames(cursor, session) };
}
