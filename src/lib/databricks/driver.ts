import type { SecureContext } from "node:tls";
import type { DBSQLClient as Client } from "@databricks/sql";
import pLimit from "p-limit";
import type { Clock } from "../core/clock.ts";
import { EnhancerError } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import type { Authenticate } from "./auth.ts";
import type { Contact } from "./contact.ts";
import { type DriverFailure, driverFailure, StatementTimeout } from "./driver-errors.ts";

/** A value of a named parameter. A whole number travels as INTEGER or BIGINT, a Date as TIMESTAMP, a bigint as BIGINT. */
export type SqlValue = string | number | bigint | boolean | Date | null;

/** The state tables' way to the warehouse. */
export type StateSql = {
  /**
   * Runs one statement with named parameters (`:name`) and reads all its rows: BIGINT is bigint, DECIMAL exact text,
   * TIMESTAMP and DATE are Date. Conflicts with other writers are repeated here, so a statement must bear repeating.
   * @throws EnhancerError SQL_FAILED with `context.sqlState`, or what is wrong with the connection
   */
  query(sql: string, parameters?: Readonly<Record<string, SqlValue>>): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
};

export type StateSqlOptions = {
  readonly host: string;
  /** The warehouse's HTTP path: `/sql/1.0/warehouses/{id}`. */
  readonly path: string;
  readonly port: number;
  readonly authenticate: Authenticate;
  /** Whom to trust when it is more than the usual roots. */
  readonly trust: SecureContext | null;
  readonly contact: Contact;
  readonly catalog: string;
  readonly schema: string;
  readonly clock: Clock;
  readonly random: Random;
  /** After this a statement is given up; default ten minutes, since a warehouse may have to start first. */
  readonly statementTimeoutMs?: number;
  /** What statements are marked with in the query history, asked for each. */
  readonly tags?: () => Readonly<Record<string, string>>;
  /** Hears of statements repeated. */
  readonly onRetry?: () => void;
};

type Session = Awaited<ReturnType<Client["openSession"]>>;

/** The driver has no limit of its own, and the server's threads are few. */
const concurrency = 8;
/** Waits in milliseconds before a statement is repeated. */
const waits = [500, 1_000, 2_000, 4_000, 8_000] as const;
const socketTimeoutMs = 300_000;
const defaultStatementTimeoutMs = 600_000;
/** An answer to closing that cannot be read would be waited for without end. */
const closeWaitMs = 3_000;

/** Opens the warehouse for state tables. The session is opened by the first statement and again when it is lost. */
export async function openStateSql(options: StateSqlOptions): Promise<StateSql> {
  const { authenticate, clock, random } = options;
  // The driver takes a second to load, so only those who need it wait for it.
  const { DBSQLClient } = await import("@databricks/sql");
  const client = new DBSQLClient({ logger: { log: () => {} } });
  // Without a listener an "error" event of the connection would end the process; calls report it themselves.
  client.on("error", () => {});
  let freshNext = false;
  await client.connect({
    host: options.host,
    path: options.path,
    port: options.port,
    authType: "custom",
    provider: {
      authenticate: async () => {
        const how = freshNext ? "fresh" : "cached";
        freshNext = false;
        return { ...(await authenticate(how)) };
      },
    },
    checkServerCertificate: true,
    telemetryEnabled: false,
    preserveBigNumericPrecision: true,
    userAgentEntry: "genie-enhancer",
    socketTimeout: socketTimeoutMs,
    retryMaxAttempts: 4,
    retryDelayMin: 500,
    retryDelayMax: 5_000,
    retriesTimeout: 60_000,
  });
  await trustAsWell(client, options.trust);
  let session: Promise<Session> | null = null;
  let opened: Session | null = null;
  let closed = false;
  const openSession = (): Promise<Session> => {
    const opening = client.openSession({ initialCatalog: options.catalog, initialSchema: options.schema });
    session = opening;
    const remember = async (): Promise<void> => {
      try {
        opened = await opening;
      } catch {
        // Whoever awaits the session hears of it; the next statement opens another.
        if (session === opening) session = null;
      }
    };
    void remember();
    return opening;
  };
  const runOnce = async (
    sql: string,
    parameters: Readonly<Record<string, SqlValue>>,
  ): Promise<Record<string, unknown>[]> => {
    const current = session ?? openSession();
    try {
      const running = current.then((open) => execute(open, sql, parameters, options.tags?.() ?? {}));
      const rows = await within(options.statementTimeoutMs ?? defaultStatementTimeoutMs, clock, running);
      options.contact.answered();
      return rows;
    } catch (error) {
      const failure = error instanceof EnhancerError ? null : driverFailure(error, options.path);
      if (failure !== null && failure.kind !== "statement" && session === current) session = null;
      if (failure?.kind === "credentials") freshNext = true;
      throw error;
    }
  };
  const query: StateSql["query"] = async (sql, parameters = {}) => {
    let renewed = false;
    for (let attempt = 0; ; attempt += 1) {
      if (closed) throw alreadyClosed();
      try {
        return await runOnce(sql, parameters);
      } catch (error) {
        if (error instanceof EnhancerError) throw error;
        const failure = driverFailure(error, options.path);
        const wait = waits[attempt];
        if (!neverArrived(failure)) options.contact.answered();
        if (wait === undefined || !worthRepeating(failure, sql, renewed)) throw failure.error;
        if (neverArrived(failure) && !options.contact.mayCallAgain()) throw failure.error;
        const renews = failure.kind === "session" || failure.kind === "credentials";
        renewed ||= renews;
        options.onRetry?.();
        // Full jitter: writers that met once should not meet again.
        if (!renews) await clock.sleep(wait * (0.5 + random.next()));
      }
    }
  };
  const limit = pLimit(concurrency);
  return {
    query: (sql, parameters) => limit(() => query(sql, parameters)),
    close: async () => {
      if (closed) return;
      closed = true;
      // Whatever closing says, nothing more can be done about it: the warehouse drops sessions by itself. A session
      // that is still being opened is not waited for.
      const ending = async (): Promise<void> => {
        await opened?.close().catch(() => {});
        await client.close();
      };
      await within(closeWaitMs, clock, ending()).catch(() => {});
    },
  };
}

/**
 * The driver's own setting for this puts every certificate into the name of each connection, and makes that name anew for every call:
 * most of what a call then costs.
 */
async function trustAsWell(client: Client, trust: SecureContext | null): Promise<void> {
  if (trust === null) return;
  // What an agent adds to each connection's options is public, but not in Node's types.
  const agent = (await (await client.getConnectionProvider()).getAgent()) as { options?: object } | undefined;
  if (agent?.options === undefined) throw new Error("the driver has no agent to hand trust to");
  Object.assign(agent.options, { secureContext: trust });
}

async function execute(
  session: Session,
  sql: string,
  parameters: Readonly<Record<string, SqlValue>>,
  tags: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>[]> {
  const operation = await session.executeStatement(sql, {
    ...(Object.keys(parameters).length > 0 ? { namedParameters: { ...parameters } } : {}),
    ...(Object.keys(tags).length > 0 ? { queryTags: { ...tags } } : {}),
  });
  try {
    // A failure shows only here: a statement without rows would else fail in silence.
    await operation.finished();
    // The driver types rows as objects; each is a record of the columns' names.
    return (await operation.fetchAll()) as Record<string, unknown>[];
  } finally {
    await operation.close().catch(() => {});
  }
}

/** What the driver calls a limit is the socket's: an answer it cannot read it waits for without end. */
async function within<T>(ms: number, clock: Clock, work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const limit = async (): Promise<never> => {
    await clock.sleep(ms, done.signal);
    throw new StatementTimeout(ms);
  };
  try {
    return await Promise.race([work, limit()]);
  } finally {
    // A reason of our own: the default one is an error with its stack, made for nobody at every statement.
    done.abort("done");
  }
}

/** Nobody was there to take the call. */
function neverArrived(failure: DriverFailure): boolean {
  return failure.kind === "connection" && failure.unseen && failure.error.code === "UNREACHABLE";
}

function worthRepeating(failure: DriverFailure, sql: string, renewed: boolean): boolean {
  switch (failure.kind) {
    case "statement":
      return failure.conflict;
    case "session":
      return !renewed && mayRepeat(sql);
    case "credentials":
      return !renewed;
    case "connection":
      return failure.error.retryable && (failure.unseen || mayRepeat(sql));
    default:
      return failure satisfies never;
  }
}

/**
 * Whether a statement that may have run can run again: reads, MERGE (our merges are keyed by ids we made) and guarded
 * DDL. A plain INSERT, UPDATE or DELETE is left to the caller, who knows whether to look first.
 */
function mayRepeat(sql: string): boolean {
  const start = sql.replace(/^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/u, "").slice(0, 200);
  return /^(?:SELECT|WITH|SHOW|DESCRIBE|MERGE|USE|SET)\b|^CREATE\s.*\bIF\s+NOT\s+EXISTS\b|^CREATE\s+OR\s+REPLACE\b/isu.test(
    start,
  );
}

function alreadyClosed(): EnhancerError {
  return new EnhancerError({
    code: "INTERNAL",
    message: "A statement was sent after the warehouse connection was closed.",
    remedy: "This is a defect: please report it with the command that shows it.",
  });
}
