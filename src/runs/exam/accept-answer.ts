import { EnhancerError } from "../../lib/core/errors.ts";
import type { StatementOutcome } from "../../lib/core/statement.ts";
import { type Policy, policySchema } from "../../lib/exam/policy.ts";
import type { Exam, Question } from "../../lib/exam/question.ts";
import type { Acceptance } from "../../lib/exam/write-exam.ts";
import { judgeAnswer } from "../../lib/scoring/judge-answer.ts";
import type { Verdict } from "../../lib/scoring/verdict.ts";
import { pinDate } from "../../lib/sql/pin-date.ts";
import { readOnly } from "../../lib/sql/read-only.ts";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { RunContext } from "../run-context.ts";
import { storedExam } from "./stored-exam.ts";

export type AcceptAs = Acceptance["change"]["kind"];

/** A stored answer with what accepting it would change, both results at hand. Nothing is written by looking. */
export type Proposal = {
  readonly exam: Exam;
  readonly question: Question;
  readonly attempt: AttemptRow;
  readonly change: Acceptance["change"];
  readonly expected: StatementOutcome;
  readonly actual: StatementOutcome;
  readonly before: Verdict;
  readonly after: Verdict;
};

/**
 * Works out what accepting a run's stored answer to a question would change, and judges that answer under both.
 * @param as null takes the policy that would accept it, where one was named, else the SQL
 * @throws EnhancerError NOT_FOUND without such a question or a wrong answer with SQL; BAD_REQUEST when the SQL may not stand in an exam
 */
export async function proposeAcceptance(
  context: Pick<RunContext, "state" | "workspace" | "settings" | "signal">,
  run: RunRow,
  questionId: string,
  as: AcceptAs | null,
): Promise<Proposal> {
  const exam = await storedExam(context.state, run);
  const question = exam?.questions.find(({ id }) => id === questionId);
  if (exam === null || question === undefined) throw noQuestion(run, questionId, exam);
  const attempt = answerOf(await context.state.attempts.list({ run_id: run.run_id }), questionId, as);
  if (attempt === undefined) throw noAnswer(run, questionId, as);
  const sql = attempt.genie_sql ?? "";
  const change = changeOf(attempt, as);
  const allowed = readOnly(sql);
  if (!allowed.ok) {
    throw new EnhancerError({
      code: "BAD_REQUEST",
      message: `The answer to ${questionId} cannot be accepted: ${allowed.reason}`,
      remedy: "Only one read-only statement may stand in an exam.",
    });
  }
  const { session_time_zone: zone, as_of: day } = context.settings;
  const known = new Map<string, Promise<StatementOutcome>>();
  const execute = (text: string): Promise<StatementOutcome> => {
    const running =
      known.get(text) ??
      context.workspace.runStatement(pinDate(text, day).sql, {
        warehouseId: context.settings.warehouse_id ?? "",
        timeoutMs: context.settings.statement_timeout * 1000,
        signal: context.signal,
      });
    known.set(text, running);
    return running;
  };
  const judged = async (one: Question): Promise<Verdict> =>
    judgeAnswer(
      { ...one, policy: zone === "UTC" ? one.policy : { time_zone: zone, ...one.policy } },
      await execute(sql),
      execute,
    );
  return {
    exam,
    question,
    attempt,
    change,
    expected: await execute(question.expectedSql),
    actual: await execute(sql),
    before: await judged(question),
    after: await judged(withChange(question, change)),
  };
}

/** The question as it would be. */
export function withChange(question: Question, change: Acceptance["change"]): Question {
  switch (change.kind) {
    case "policy":
      return { ...question, policy: { ...question.policy, ...change.policy } };
    case "alternate":
      return { ...question, alternates: [...question.alternates, change.sql] };
  }
}

/** The newest wrong answer with SQL; one whose policy is known comes first where a policy is wanted or may be. */
function answerOf(rows: readonly AttemptRow[], questionId: string, as: AcceptAs | null): AttemptRow | undefined {
  const wrong = rows
    .filter((row) => row.benchmark_id === questionId && !row.passed && (row.genie_sql ?? "") !== "")
    .toSorted((one, other) => (one.created_at < other.created_at ? -1 : 1));
  const withPolicy = wrong.findLast((row) => row.accepted_by_json !== null);
  if (as === "policy") return withPolicy;
  const last = wrong.findLast((row) => row.verdict === "INCORRECT");
  return as === "alternate" ? last : (withPolicy ?? last);
}

function changeOf(attempt: AttemptRow, as: AcceptAs | null): Acceptance["change"] {
  const policy = as === "alternate" ? null : namedPolicy(attempt.accepted_by_json)?.policy;
  return policy == null ? { kind: "alternate", sql: (attempt.genie_sql ?? "").trim() } : { kind: "policy", policy };
}

/** The policy that an attempt's row names; null where there is none that can be read. */
export function namedPolicy(json: string | null): { readonly policy: Policy; readonly words: string } | null {
  if (json === null) return null;
  const { policy, words } = JSON.parse(json) as { policy?: unknown; words?: unknown };
  const read = policySchema.safeParse(policy);
  return read.success ? { policy: read.data, words: typeof words === "string" ? words : "" } : null;
}

function noQuestion(run: RunRow, id: string, exam: Exam | null): EnhancerError {
  const ids = (exam?.questions ?? []).map((question) => question.id);
  return new EnhancerError({
    code: "NOT_FOUND",
    message: `The exam of run ${run.run_id} has no question ${JSON.stringify(id)}`,
    remedy:
      ids.length === 0
        ? "The run has no exam yet: let its first stage finish."
        : `Its questions are ${ids.join(", ")}.`,
  });
}

function noAnswer(run: RunRow, id: string, as: AcceptAs | null): EnhancerError {
  return new EnhancerError({
    code: "NOT_FOUND",
    message:
      as === "policy"
        ? `Run ${run.run_id} has no wrong answer to ${id} that a declared policy would accept`
        : `Run ${run.run_id} has no wrong answer to ${id} with SQL`,
    remedy:
      as === "policy"
        ? "Use --as alternate to accept the answer's SQL itself."
        : "The run's report names the questions whose answers could be accepted.",
  });
}
