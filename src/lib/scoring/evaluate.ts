import pLimit from "p-limit";
import { type Clock, deadline } from "../core/clock.ts";
import { createAskQueue } from "./ask-queue.ts";
import type { Ask, Attempt } from "./attempt.ts";
import { createBacklog } from "./backlog.ts";
import { categoryOf } from "./category.ts";
import { createExplainer } from "./explain-failures.ts";
import { judgeAttempt, type JudgePorts, runExpectedAhead } from "./judge-attempt.ts";
import type { AskOutcome, ScoringPorts } from "./ports.ts";
import { codeOf, endsAll, messageOf, untilAborted } from "./trouble.ts";

export type EvaluationContext<A extends Ask = Ask> = Pick<JudgePorts, "expected" | "isReadOnly"> & {
  readonly ports: ScoringPorts;
  /** Questions under way at once; 3 unless given. */
  readonly genieConcurrent?: number;
  /** Statements under way at once; 10 unless given. */
  readonly sqlConcurrent?: number;
  /**
   * For a port that keeps no time of its own: ten times as long after it was handed a question it is given up. A port that waits for its
   * turn keeps the time itself, since only it knows how long that was.
   */
  readonly questionTimeoutMs?: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called at once for each attempt, in the order in which they end. */
  readonly onAttempt?: (attempt: Attempt, ask: A) => void;
  /** Called when Genie has answered an ask, and when its SQL has run; `onAttempt` tells of the verdict. */
  readonly onStep?: (step: "answered" | "executed", ask: A) => void;
  /** Called when an ask is put back, to be asked again behind the others: it is not under way any more. */
  readonly onDeferred?: (ask: A) => void;
  /** Whether a reader may see this ask's question; none may unless given. */
  readonly mayExplain?: (ask: A) => boolean;
  /** Called with an attempt that was handed over before, once a reader has named its category. */
  readonly onExplained?: (attempt: Attempt, ask: A) => void;
};

/** Answers that may wait for their statements, for each statement that may run at once, before no further question is asked. */
const waitingForEach = 10;

/**
 * Asks, executes Genie's SQL and compares, one stream a question; the expected SQL runs while Genie thinks. Gives the attempts in the order
 * of the asks. What happens to one question is its verdict; an abort, or an error that would meet every question (no permission, no such
 * space), ends the evaluation, and the attempts made until then have been handed to `onAttempt`.
 */
export async function evaluate<A extends Ask>(asks: readonly A[], context: EvaluationContext<A>): Promise<Attempt[]> {
  const { clock, ports, onAttempt, onDeferred, onExplained, onStep, mayExplain = () => false } = context;
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const sqlConcurrent = context.sqlConcurrent ?? 10;
  const stream: Stream = {
    ...judgePorts(context, sqlConcurrent, signal),
    ports,
    clock,
    patienceMs: patienceOf(context),
  };
  const attempts: Attempt[] = Array.from({ length: asks.length });
  const queue = createAskQueue(asks, clock);
  const explainer = createExplainer(ports, signal);
  const backlog = createBacklog(waitingForEach * sqlConcurrent, (thrown) => {
    stop.abort(thrown);
  });

  const judge = async (ask: A, place: number, outcome: AskOutcome, askedSeconds: number): Promise<void> => {
    const onExecuted = (): void => onStep?.("executed", ask);
    const { attempt, open } = await attemptOf(ask, outcome, askedSeconds, { ...stream, onExecuted });
    signal.throwIfAborted();
    attempts[place] = attempt;
    onAttempt?.(attempt, ask);
    if (!open || !mayExplain(ask)) return;
    explainer.add(attempt, ({ category, reason }) => {
      const explained = { ...attempt, failureCategory: category, failureReason: reason };
      attempts[place] = explained;
      onExplained?.(explained, ask);
    });
  };
  const askOnAndOn = async (): Promise<void> => {
    for (let turn = queue.next(); turn !== undefined; turn = queue.next()) {
      await backlog.room();
      if (turn.waitMs > 0) await clock.sleep(turn.waitMs, signal);
      const { ask, place } = turn;
      runExpectedAhead(ask.question, stream);
      const started = clock.monotonic();
      const outcome = await askGenie(ask, stream);
      if (queue.ended(turn, outcome) === "again") onDeferred?.(ask);
      else {
        onStep?.("answered", ask);
        backlog.add(judge(ask, place, outcome, (clock.monotonic() - started) / 1000));
      }
    }
  };
  const all = async (): Promise<void> => {
    const atOnce = Math.min(asks.length, context.genieConcurrent ?? 3);
    await Promise.all(Array.from({ length: atOnce }, askOnAndOn));
    await backlog.drained();
    await explainer.finish();
  };
  try {
    await untilAborted(all(), signal);
  } catch (thrown) {
    // Whatever is still under way must not go on behind the caller's back.
    stop.abort(thrown);
    throw signal.reason;
  }
  return attempts;
}

type Stream = JudgePorts & { readonly ports: ScoringPorts; readonly clock: Clock; readonly patienceMs: number | null };

function judgePorts(
  { ports, expected, isReadOnly }: EvaluationContext<never>,
  most: number,
  signal: AbortSignal,
): JudgePorts {
  const turn = pLimit(most);
  const run: JudgePorts["run"] = (sql) =>
    turn(() => {
      signal.throwIfAborted();
      return ports.run(sql, signal);
    });
  return { expected, isReadOnly, signal, run };
}

/** How long a port that keeps no time is waited for, beside the question's own time; null for a port that does. */
function patienceOf({ questionTimeoutMs }: EvaluationContext<never>): number | null {
  return questionTimeoutMs === undefined ? null : questionTimeoutMs * 10;
}

async function attemptOf(
  ask: Ask,
  outcome: AskOutcome,
  askedSeconds: number,
  stream: Stream,
): Promise<{ readonly attempt: Attempt; readonly open: boolean }> {
  const { clock } = stream;
  const { question, spaceId, arm, attempt } = ask;
  const started = clock.monotonic();
  const { verdict, message } = await judgeAttempt(question, outcome, stream);
  const genieSql = outcome.kind === "sql" ? outcome.sql : null;
  const { expectedSql } = question;
  const { category, reason, open = false } = categoryOf({ expectedSql, genieSql, outcome, verdict, message });
  const made: Attempt = {
    question,
    spaceId,
    arm,
    attempt,
    outcome,
    verdict,
    genieSql,
    failureCategory: category,
    failureReason: reason,
    seconds: askedSeconds + (clock.monotonic() - started) / 1000,
    at: clock.now(),
  };
  return { attempt: made, open };
}

async function askGenie({ spaceId, question }: Ask, stream: Stream): Promise<AskOutcome> {
  const { clock, ports, patienceMs, signal } = stream;
  const started = clock.monotonic();
  const limit = patienceMs === null ? signal : deadline(patienceMs, signal);
  try {
    limit.throwIfAborted();
    return await untilAborted(ports.ask(spaceId, question.question, limit), limit);
  } catch (thrown) {
    signal.throwIfAborted();
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
