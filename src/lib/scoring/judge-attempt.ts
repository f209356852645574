import { EnhancerError } from "../core/errors.ts";
import type { StatementOutcome } from "../core/statement.ts";
import type { Question } from "../exam/question.ts";
import { type ExpectedResults, isPlatformTrouble } from "./expected-results.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { verdictOfOutcome } from "./outcome-verdict.ts";
import type { AskOutcome } from "./ports.ts";
import { without } from "./say.ts";
import { codeOf, endsAll, messageOf } from "./trouble.ts";
import type { Verdict } from "./verdict.ts";

export type JudgePorts = {
  readonly expected: ExpectedResults;
  /** Only one read-only statement is ever executed, be it the exam's or Genie's. */
  readonly isReadOnly: (sql: string) => { readonly ok: true } | { readonly ok: false; readonly reason: string };
  /** Runs a statement when its turn comes. */
  readonly run: (sql: string) => Promise<StatementOutcome>;
  readonly signal: AbortSignal;
  /** Called when the answer's SQL has run. */
  readonly onExecuted?: () => void;
};

/** A verdict, and what a failed statement or the platform said. */
export type Judged = { readonly verdict: Verdict; readonly message: string | null };

/** Runs what Genie wrote and judges it. What happens on the way is a verdict, unless it would happen to every question. */
export async function judgeAttempt(question: Question, outcome: AskOutcome, ports: JudgePorts): Promise<Judged> {
  const own = verdictOfOutcome(outcome);
  if (own?.verdict === "INFRA") return { verdict: own, message: outcome.kind === "infra" ? outcome.message : null };
  try {
    const actual = outcome.kind === "sql" ? await runGenies(outcome.sql, ports) : noResult;
    ports.onExecuted?.();
    const verdict = await judgeAnswer(question, actual, (sql) => runExams(sql, ports));
    const message = actual.kind === "failed" ? actual.message : null;
    // An exam's fault holds whatever the answer was; else a question without SQL has no answer.
    if (own !== null && verdict.verdict !== "NOT_EVALUABLE") return { verdict: own, message: null };
    if (actual.kind === "failed" && isPlatformTrouble(actual)) {
      return { verdict: without("INFRA", actual.errorCode), message };
    }
    return { verdict, message };
  } catch (thrown) {
    ports.signal.throwIfAborted();
    if (endsAll(thrown)) throw thrown;
    return { verdict: own ?? without("INFRA", codeOf(thrown)), message: messageOf(thrown) };
  }
}

/**
 * Starts the question's own statements, so that their results are there when Genie has answered. Nobody waits for it here, and what
 * goes wrong is met again, and then told, by whoever needs the result.
 */
export function runExpectedAhead(question: Question, ports: JudgePorts): void {
  for (const sql of [question.expectedSql, ...question.alternates]) runExams(sql, ports).catch(() => {});
}

/** Stands for the result of an answer without SQL, so that the exam's own faults still show. */
const noResult: StatementOutcome = { kind: "failed", statementId: "", errorCode: "NO_SQL", message: "" };

async function runGenies(sql: string, { isReadOnly, run }: JudgePorts): Promise<StatementOutcome> {
  const allowed = isReadOnly(sql);
  return allowed.ok ? run(sql) : refused(allowed.reason);
}

async function runExams(sql: string, { isReadOnly, run, expected }: JudgePorts): Promise<StatementOutcome> {
  const allowed = isReadOnly(sql);
  if (!allowed.ok) return refused(allowed.reason);
  const outcome = await expected.get(sql, () => run(sql));
  if (outcome.kind === "failed" && isPlatformTrouble(outcome)) throw platformTrouble(outcome);
  return outcome;
}

function refused(reason: string): StatementOutcome {
  return {
    kind: "failed",
    statementId: "",
    errorCode: "NOT_READ_ONLY",
    message: `The statement was not executed: ${reason}.`,
  };
}

/** The warehouse's trouble with an expected statement is nobody's fault: not the exam's, not the answer's. */
function platformTrouble({ message, errorCode }: StatementOutcome & { readonly kind: "failed" }): EnhancerError {
  return new EnhancerError({
    code: "SERVER_ERROR",
    message: `The expected SQL could not run: ${message} (${errorCode})`,
    remedy: "Run it again later.",
    retryable: true,
    context: { errorCode },
  });
}
