import pLimit, { type LimitFunction } from "p-limit";
import { type Clock, deadline } from "../core/clock.ts";
import { EnhancerError, type ErrorCode } from "../core/errors.ts";
import type { StatementOutcome } from "../core/statement.ts";
import type { Ask, Attempt } from "./attempt.ts";
import { categoryOf } from "./category.ts";
import type { ExpectedResults } from "./expected-results.ts";
import { judgeAnswer } from "./judge-answer.ts";
import type { AskOutcome, ScoringPorts } from "./ports.ts";
import { without } from "./say.ts";
import { verdictOfOutcome } from "./outcome-verdict.ts";
import type { Verdict } from "./verdict.ts";

export type EvaluationContext<A extends Ask = Ask> = {
  readonly ports: ScoringPorts;
  /** Shared by all evaluations of a run. */
  readonly expected: ExpectedResults;
  /** Only one read-only statement is ever executed, be it the exam's or Genie's. */
  readonly isReadOnly: (sql: string) => { readonly ok: true } | { readonly ok: false; readonly reason: string };
  /** Questions under way at once; 3 unless given. */
  readonly genieConcurrent?: number;
  /** Statements under way at once; 10 unless given. */
  readonly sqlConcurrent?: number;
  /**
   * What Genie may take for one question. The port keeps it, since only the port knows how long a question waited for its turn; ten
   * times as long, a port that never answers is given up.
   */
  readonly questionTimeoutMs?: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called at once for each attempt, in the order in which they end. */
  readonly onAttempt?: (attempt: Attempt, ask: A) => void;
};

/**
 * Asks, executes Genie's SQL and compares, one stream a question. Gives the attempts in the order of the asks. What happens to one
 * question is its verdict; an abort, or an error that would meet every question (no permission, no such space), ends the evaluation,
 * and the attempts made until then have been handed to `onAttempt`.
 */
export async function evaluate<A extends Ask>(asks: readonly A[], context: EvaluationContext<A>): Promise<Attempt[]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const stream: Stream = {
    ...context,
    signal,
    genie: pLimit(context.genieConcurrent ?? 3),
    sql: pLimit(context.sqlConcurrent ?? 10),
  };
  const streams = asks.map(async (ask) => {
    try {
      const attempt = await untilAborted(attemptOf(ask, stream), signal);
      context.onAttempt?.(attempt, ask);
      return attempt;
    } catch (thrown) {
      stop.abort(thrown);
      throw thrown;
    }
  });
  const settled = await Promise.allSettled(streams);
  if (signal.aborted) throw signal.reason;
  return settled.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

type Stream = Omit<EvaluationContext, "onAttempt"> & { readonly genie: LimitFunction; readonly sql: LimitFunction };

async function attemptOf(ask: Ask, stream: Stream): Promise<Attempt> {
  const { clock } = stream;
  const asked = await stream.genie(async () => {
    stream.signal.throwIfAborted();
    const started = clock.monotonic();
    const outcome = await askGenie(ask, stream);
    return { outcome, seconds: (clock.monotonic() - started) / 1000 };
  });
  const started = clock.monotonic();
  const { outcome } = asked;
  const { verdict, message } = await judged(ask, outcome, stream);
  const genieSql = outcome.kind === "sql" ? outcome.sql : null;
  const { category, reason } = categoryOf({
    expectedSql: ask.question.expectedSql,
    genieSql,
    outcome,
    verdict,
    message,
  });
  return {
    question: ask.question,
    spaceId: ask.spaceId,
    arm: ask.arm,
    attempt: ask.attempt,
    outcome,
    verdict,
    genieSql,
    failureCategory: category,
    failureReason: reason,
    seconds: asked.seconds + (clock.monotonic() - started) / 1000,
    at: clock.now(),
  };
}

async function askGenie(ask: Ask, stream: Stream): Promise<AskOutcome> {
  const { clock, ports, questionTimeoutMs } = stream;
  const started = clock.monotonic();
  const limit = questionTimeoutMs === undefined ? stream.signal : deadline(questionTimeoutMs * 10, stream.signal);
  try {
    return await untilAborted(ports.ask(ask.spaceId, ask.question.question, limit), limit);
  } catch (thrown) {
    stream.signal.throwIfAborted();
    if (!limit.aborted && endsAll(thrown)) throw thrown;
    return {
      kind: "infra",
      reason: limit.aborted ? "TIMEOUT" : codeOf(thrown),
      message: limit.aborted ? "Genie did not answer in time." : messageOf(thrown),
      conversationId: null,
      messageId: null,
      genieStatus: "",
      seconds: (clock.monotonic() - started) / 1000,
    };
  }
}

type Judged = { readonly verdict: Verdict; readonly message: string | null };

async function judged(ask: Ask, outcome: AskOutcome, stream: Stream): Promise<Judged> {
  const own = verdictOfOutcome(outcome);
  if (own?.verdict === "INFRA") return { verdict: own, message: outcome.kind === "infra" ? outcome.message : null };
  try {
    const actual = outcome.kind === "sql" ? await runGenies(outcome.sql, stream) : noResult;
    const verdict = await judgeAnswer(ask.question, actual, (sql) => runExams(sql, stream));
    const message = actual.kind === "failed" ? actual.message : null;
    // An exam's fault holds whatever the answer was; else a question without SQL has no answer.
    if (own !== null && verdict.verdict !== "NOT_EVALUABLE") return { verdict: own, message: null };
    if (actual.kind === "failed" && isPlatformTrouble(actual.errorCode)) {
      return { verdict: without("INFRA", actual.errorCode), message };
    }
    return { verdict, message };
  } catch (thrown) {
    stream.signal.throwIfAborted();
    if (endsAll(thrown)) throw thrown;
    return { verdict: own ?? without("INFRA", codeOf(thrown)), message: messageOf(thrown) };
  }
}

/** Stands for the result of an answer without SQL, so that the exam's own faults still show. */
const noResult: StatementOutcome = { kind: "failed", statementId: "", errorCode: "NO_SQL", message: "" };

async function runGenies(sql: string, stream: Stream): Promise<StatementOutcome> {
  const allowed = stream.isReadOnly(sql);
  if (!allowed.ok) return refused(allowed.reason);
  return stream.sql(() => {
    stream.signal.throwIfAborted();
    return stream.ports.run(sql, stream.signal);
  });
}

async function runExams(sql: string, stream: Stream): Promise<StatementOutcome> {
  const allowed = stream.isReadOnly(sql);
  if (!allowed.ok) return refused(allowed.reason);
  return stream.expected.get(sql, () =>
    stream.sql(() => {
      stream.signal.throwIfAborted();
      return stream.ports.run(sql, stream.signal);
    }),
  );
}

function refused(reason: string): StatementOutcome {
  return {
    kind: "failed",
    statementId: "",
    errorCode: "NOT_READ_ONLY",
    message: `The statement was not executed: ${reason}.`,
  };
}

/** Statement errors that say something of the platform, nothing of the SQL. */
function isPlatformTrouble(errorCode: string): boolean {
  return ["TEMPORARILY_UNAVAILABLE", "WORKSPACE_TEMPORARILY_UNAVAILABLE", "SERVICE_UNDER_MAINTENANCE"].includes(
    errorCode,
  );
}

const endingCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "SETTINGS_INVALID",
  "EXAM_INVALID",
  "SPACE_INVALID",
  "NOT_FOUND",
  "PERMISSION_DENIED",
  "UNAUTHENTICATED",
  "CERTIFICATE_UNTRUSTED",
  "INTERRUPTED",
  "INTERNAL",
]);

/** Whether an error would meet every other question too. */
function endsAll(thrown: unknown): boolean {
  return !(thrown instanceof EnhancerError) || endingCodes.has(thrown.code);
}

function codeOf(thrown: unknown): string {
  return thrown instanceof EnhancerError ? thrown.code : "INTERNAL";
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Ends with the signal's reason as soon as it is aborted, whatever the work does. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => {
    aborted.reject(signal.reason as Error);
  };
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
