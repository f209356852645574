import { drawOf } from "../../lib/core/random.ts";
import type { ResultSet } from "../../lib/core/statement.ts";
import { checkFitness, type Fitness } from "../../lib/exam/fitness/check-fitness.ts";
import type { ExampleQuery } from "../../lib/exam/fitness/static-findings.ts";
import type { Exam, Question } from "../../lib/exam/question.ts";
import { type ExamPower, examPower } from "../../lib/gate/exam-power.ts";
import { reaches } from "../../lib/gate/stop.ts";
import { compareAnswer } from "../../lib/scoring/compare-answer.ts";
import type { SpaceDocument } from "../../lib/space/document.ts";
import { pinDate } from "../../lib/sql/pin-date.ts";
import type { StageRow } from "../../lib/state/tables/stages.ts";
import type { RunContext } from "../run-context.ts";

/** How fit a run's exam was before anything was spent on it: what the orchestrator's stage row holds. */
export type RunFitness = Fitness & {
  /** Visible questions. */
  readonly n: number;
  /** Visible questions that nothing can be judged by. */
  readonly notEvaluable: readonly string[];
  readonly target: number;
  /** Whether the target can still be reached when those are all counted as not right. */
  readonly fit: boolean;
  readonly power: ExamPower;
};

/** Longer than this nobody waits before the first question; what is left over is named. */
const budgetMs = 600_000;

/** Looks at the whole exam, held-out part included: it is asked at the end. No question is asked of Genie. */
export async function fitnessOfRun(
  context: Pick<RunContext, "settings" | "workspace" | "clock" | "signal">,
  exam: Pick<Exam, "questions">,
  examples: readonly ExampleQuery[],
): Promise<RunFitness> {
  const { settings } = context;
  const found = await fitnessOf(context, exam.questions, examples);
  const visible = exam.questions.filter(({ split }) => split === "visible").map(({ id }) => id);
  const blocked = new Set(found.findings.flatMap(({ severity, question }) => (severity === "blocks" ? question : [])));
  const notEvaluable = visible.filter((id) => blocked.has(id));
  const left = visible.length === 0 ? 0 : (visible.length - notEvaluable.length) / visible.length;
  return {
    ...found,
    n: visible.length,
    notEvaluable,
    target: settings.target_score,
    fit: notEvaluable.length === 0 || reaches(left, settings.target_score),
    power: examPower(visible.length),
  };
}

/** The check of a list of questions on the configured warehouse. */
export function fitnessOf(
  { settings, workspace, clock, signal }: Pick<RunContext, "settings" | "workspace" | "clock" | "signal">,
  questions: readonly Question[],
  examples: readonly ExampleQuery[],
): Promise<Fitness> {
  const zoned = questions.map((question): Question =>
    settings.session_time_zone === "UTC"
      ? question
      : { ...question, policy: { time_zone: settings.session_time_zone, ...question.policy } },
  );
  return checkFitness(
    zoned,
    {
      run: (sql, rowLimit) =>
        workspace.runStatement(pinDate(sql, settings.as_of).sql, {
          warehouseId: settings.warehouse_id ?? "",
          timeoutMs: settings.statement_timeout * 1000,
          signal,
          ...(rowLimit === undefined ? {} : { rowLimit }),
        }),
      same: isSame,
    },
    {
      examples,
      asOf: settings.as_of,
      clock,
      concurrent: settings.sql_concurrent,
      budgetMs,
      shown: settings.store_values ? "message" : "condition",
      seed: drawOf("fitness", settings.seed).toString(36).slice(2),
    },
  );
}

/** As the comparator would judge it; what it cannot judge tells nothing. */
function isSame({ expectedSql, policy }: Question, first: ResultSet, second: ResultSet): boolean {
  const rows = (result: ResultSet) => ({ kind: "rows", statementId: "", result }) as const;
  return (
    compareAnswer({ expected: rows(first), actual: rows(second), sql: expectedSql, policy }).verdict !== "INCORRECT"
  );
}

/** The example queries of a space, put together as the service does. */
export function examplesIn(document: SpaceDocument): readonly ExampleQuery[] {
  const { example_question_sqls: examples = [] } = document.instructions ?? {};
  return examples.map(({ question, sql }) => ({ question: question.join(""), sql: sql.join("") }));
}

/** What the newest orchestrator stage found, or null where none has looked. */
export function storedFitness(stages: readonly StageRow[]): RunFitness | null {
  for (const { stage_name: stage, output_json: output } of stages.toReversed()) {
    if (stage !== "orchestrator" || output === null) continue;
    // Written by this program alone.
    const { fitness } = JSON.parse(output) as { fitness?: RunFitness };
    if (fitness !== undefined) return fitness;
  }
  return null;
}

/** Questions, held-out ones included, that nothing can be judged by; null where nobody has looked. */
export function unfitQuestions(stages: readonly StageRow[]): readonly string[] | null {
  const fitness = storedFitness(stages);
  if (fitness === null) return null;
  return [...new Set(fitness.findings.flatMap(({ severity, question }) => (severity === "blocks" ? question : [])))];
}
