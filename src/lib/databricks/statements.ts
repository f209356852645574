import { z } from "zod";
import type { Clock } from "../core/clock.ts";
import { EnhancerError } from "../core/errors.ts";
import { redact } from "../core/redact.ts";
import type { StatementOutcome } from "../core/statement.ts";
import { type Http, interrupted, type Patience } from "./http.ts";
import { askWaits, type Policy } from "./policy.ts";
import { readReply } from "./read-reply.ts";
import { createResultReader, resultSchema } from "./statement-result.ts";
import type { Transport } from "./transport.ts";

/** A named parameter (`:name`); null is NULL, and `type` a SQL type name, STRING when left out. */
export type StatementParameter = { readonly name: string; readonly value: string | null; readonly type?: string };

export type StatementOptions = {
  readonly warehouseId: string;
  readonly parameters?: readonly StatementParameter[];
  /** At most so many rows; the result says `truncated` when there were more. */
  readonly rowLimit?: number;
  /** After this the statement is cancelled. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Default true: reading twice does no harm. False for a statement that writes. */
  readonly repeatable?: boolean;
};

/** Marks by which people find our statements in the query history: at most 20. */
export type QueryTags = () => Readonly<Record<string, string>>;

export type RunStatement = (sql: string, options: StatementOptions) => Promise<StatementOutcome>;

type Options = {
  readonly http: Http;
  readonly transport: Transport;
  readonly policy: Policy;
  readonly clock: Clock;
  /** The first wait between two looks at a running statement; it grows to ten times this. */
  readonly pollMs: number;
  /** What statements are marked with in the query history, asked for each. */
  readonly tags: QueryTags;
  /** Called for each statement that reached the warehouse. */
  readonly onStatement: () => void;
  /** Called when it ended, with the seconds that it ran as far as we saw. */
  readonly onEnded: (seconds: number) => void;
};

const statementSchema = z.looseObject({
  statement_id: z.string(),
  status: z.looseObject({
    state: z.string(),
    sql_state: z.string().nullish(),
    error: z.looseObject({ error_code: z.string().nullish(), message: z.string().nullish() }).nullish(),
  }),
  ...resultSchema.shape,
});
type Statement = z.output<typeof statementSchema>;
type Disposition = "INLINE" | "EXTERNAL_LINKS";

const root = "/api/2.0/sql/statements";
/** The wait inside the first call: most statements end within it, and no abort has to wait for longer. */
const inCallSeconds = 5;
/** The warehouse's own troubles, which say nothing of the statement. */
const passing = new Set([
  "TEMPORARILY_UNAVAILABLE",
  "WORKSPACE_TEMPORARILY_UNAVAILABLE",
  "SERVICE_UNDER_MAINTENANCE",
  "RESOURCE_EXHAUSTED",
]);

/**
 * Runs statements through the Statement Execution API and reads whole results. Inline first, since that needs no way to
 * the cloud's storage; a result too large for it is fetched by links. A failing statement is an outcome.
 * @throws EnhancerError what is wrong with the call, not the statement; INTERRUPTED after cancelling when aborted
 */
export function createRunStatement(options: Options): RunStatement {
  const { policy } = options;
  return async (sql, given) => {
    const statement = sql.trim().replace(/;\s*$/u, "");
    const run = (disposition: Disposition): Promise<StatementOutcome> =>
      policy.retry(
        async () => {
          const outcome = await runOnce(options, statement, given, disposition);
          if (outcome.kind === "failed" && passing.has(outcome.errorCode)) throw new PassingFailure(outcome);
          return outcome;
        },
        { waits: given.repeatable === false ? [] : askWaits, signal: given.signal, when: isPassing },
      );
    try {
      const outcome = await run("INLINE");
      const tooLarge = outcome.kind === "failed" && /inline.{0,20}byte limit|INLINE_BYTE_LIMIT/iu.test(outcome.message);
      return tooLarge && given.repeatable !== false ? await run("EXTERNAL_LINKS") : outcome;
    } catch (error) {
      if (error instanceof PassingFailure) return error.outcome;
      throw error;
    }
  };
}

async function runOnce(
  options: Options,
  statement: string,
  given: StatementOptions,
  disposition: Disposition,
): Promise<StatementOutcome> {
  const { http, clock, onStatement } = options;
  const { signal } = given;
  const sent = clock.monotonic();
  if (signal?.aborted === true) throw interrupted(signal);
  // Not bound to the signal: only with its id can the statement be cancelled.
  const current = readReply(
    statementSchema,
    await http(submission(statement, given, disposition, options.tags())),
    "statements.submit",
  );
  onStatement();
  // The call may have waited for the workspace to come back: only what it waited for the statement counts.
  const since = Math.max(sent, clock.monotonic() - inCallSeconds * 1000);
  try {
    return await followed(options, current, given, since);
  } finally {
    options.onEnded((clock.monotonic() - since) / 1000);
  }
}

/** Follows a submitted statement to its end, or ends it when its time is over or nobody wants it any more. */
async function followed(
  options: Options,
  submitted: Statement,
  given: StatementOptions,
  since: number,
): Promise<StatementOutcome> {
  const { http, clock, pollMs } = options;
  const { signal } = given;
  const aborted = (): boolean => signal?.aborted === true;
  let current = submitted;
  const id = current.statement_id;
  const path = `${root}/${encodeURIComponent(id)}`;
  let cancelled = false;
  for (let wait = pollMs; current.status.state === "PENDING" || current.status.state === "RUNNING";) {
    const late = clock.monotonic() - since >= given.timeoutMs;
    if (!cancelled && (late || aborted())) {
      await http({
        method: "POST",
        path: `${path}/cancel`,
        route: "statements.cancel",
        subject: id,
        idempotent: true,
      }).catch(() => {});
      cancelled = true;
      if (signal !== undefined && aborted()) throw interrupted(signal);
    } else if (cancelled && clock.monotonic() - since >= given.timeoutMs + cancelPatienceMs) {
      break;
    }
    await clock.sleep(wait, signal).catch(() => {});
    wait = Math.min(wait * 1.5, pollMs * 10);
    const poll = { method: "GET", path, route: "statements.poll", subject: id, patient: patienceOf(given) } as const;
    current = readReply(statementSchema, await http(poll), "statements.poll");
  }
  return outcomeOf(current, cancelled, options, given);
}

/** Whoever can be told to stop can wait for an outage's end. */
function patienceOf({ signal }: StatementOptions): Patience | undefined {
  return signal === undefined ? undefined : { signal };
}

/** How long a cancelled statement is watched: cancelling is not guaranteed to succeed. */
const cancelPatienceMs = 10_000;

async function outcomeOf(
  statement: Statement,
  cancelled: boolean,
  { http, transport }: Options,
  { signal }: StatementOptions,
): Promise<StatementOutcome> {
  const { statement_id: statementId, status } = statement;
  switch (status.state) {
    case "SUCCEEDED":
      return {
        kind: "rows",
        statementId,
        result: await createResultReader(http, transport)(statementId, statement, signal),
      };
    case "CANCELED":
      return { kind: "cancelled", statementId, by: cancelled ? "us" : "platform" };
    case "PENDING":
    case "RUNNING":
      return { kind: "cancelled", statementId, by: "us" };
    default: {
      const message = redact(status.error?.message ?? `The statement ended as ${status.state}.`);
      const sqlState = status.sql_state ?? /SQLSTATE:? ?([0-9A-Z]{5})/u.exec(message)?.[1];
      return {
        kind: "failed",
        statementId,
        errorCode: status.error?.error_code ?? status.state,
        message,
        ...(sqlState === undefined ? {} : { sqlState }),
      };
    }
  }
}

function submission(
  statement: string,
  given: StatementOptions,
  disposition: Disposition,
  tags: ReturnType<QueryTags>,
): Parameters<Http>[0] {
  const queryTags = Object.entries(tags).map(([key, value]) => ({ key, value }));
  return {
    method: "POST",
    path: root,
    body: {
      statement,
      warehouse_id: given.warehouseId,
      wait_timeout: `${String(inCallSeconds)}s`,
      on_wait_timeout: "CONTINUE",
      disposition,
      format: "JSON_ARRAY",
      row_limit: given.rowLimit,
      parameters: given.parameters?.map(({ name, value, type }) => ({
        name,
        ...(value === null ? {} : { value }),
        ...(type === undefined ? {} : { type }),
      })),
      ...(queryTags.length === 0 ? {} : { query_tags: queryTags }),
    },
    route: "statements.submit",
    subject: given.warehouseId,
    patient: patienceOf(given),
    idempotent: given.repeatable !== false,
  };
}

/** Carries a failure of the warehouse itself through the retries. */
class PassingFailure extends EnhancerError {
  readonly outcome: StatementOutcome;

  constructor(outcome: StatementOutcome & { readonly kind: "failed" }) {
    super({ code: "SERVER_ERROR", message: outcome.message, remedy: "Run it again later.", retryable: true });
    this.outcome = outcome;
  }
}

/** The client has repeated the calls themselves already; here only what a statement ended with. */
function isPassing(error: EnhancerError): boolean {
  return error instanceof PassingFailure;
}
