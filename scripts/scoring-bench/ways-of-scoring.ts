import pLimit from "p-limit";
import type { Clock } from "../../src/lib/core/clock.ts";
import { evaluate } from "../../src/lib/scoring/evaluate.ts";
import { createExpectedResults } from "../../src/lib/scoring/expected-results.ts";
import { judgeAttempt } from "../../src/lib/scoring/judge-attempt.ts";
import type { AskOutcome } from "../../src/lib/scoring/ports.ts";
import { readOnly } from "../../src/lib/sql/read-only.ts";
import type { BenchQuestion } from "./exam.ts";
import type { BenchPorts } from "./scoring-ports.ts";

/** One scoring of an exam; what it gives is only looked at to see that the work was done. */
export type Scoring = {
  readonly ports: BenchPorts;
  readonly clock: Clock;
  readonly spaceId: string;
  readonly questions: readonly BenchQuestion[];
};

export type Scored = {
  readonly ms: number;
  readonly right: number;
  readonly wrong: number;
  /** From the last answer to its verdict. */
  readonly lastJudgedMs: number;
};

const genieAtOnce = 3;
const sqlAtOnce = 10;
const modelChunk = 10;
const never = new AbortController().signal;

/** As the product does it. @param genieConcurrent 1 is `--no-batch` */
export async function asOneStream(scoring: Scoring, genieConcurrent = genieAtOnce): Promise<Scored> {
  const { ports, clock, spaceId, questions } = scoring;
  const began = clock.monotonic();
  const answeredAt = new Map<string, number>();
  let lastJudgedMs = 0;
  const attempts = await evaluate(
    questions.map((question) => ({ question, spaceId, arm: "baseline", attempt: 1 })),
    {
      ports,
      expected: createExpectedResults(),
      isReadOnly: readOnly,
      genieConcurrent,
      sqlConcurrent: sqlAtOnce,
      clock,
      signal: never,
      mayExplain: () => true,
      onStep: (step, { question }) => {
        if (step === "answered") answeredAt.set(question.id, clock.monotonic());
      },
      onAttempt: ({ question }) => {
        lastJudgedMs = clock.monotonic() - (answeredAt.get(question.id) ?? 0);
      },
    },
  );
  const right = attempts.filter(({ verdict }) => verdict.verdict === "CORRECT").length;
  const wrong = attempts.filter(({ verdict }) => verdict.verdict === "INCORRECT").length;
  return { ms: clock.monotonic() - began, right, wrong, lastJudgedMs };
}

/**
 * Three phases over the whole exam, each begun when the one before has ended: all questions, three at once; then for each, ten at once, the
 * expected SQL and after it Genie's; then a model judges all answers in chunks of ten, all chunks together. It polls as often as the product
 * does, not every three seconds as it did, and its judging costs nothing but the model's time.
 */
export async function inThreePhases({ ports, clock, spaceId, questions }: Scoring): Promise<Scored> {
  const began = clock.monotonic();
  const [genie, sql] = [pLimit(genieAtOnce), pLimit(sqlAtOnce)];
  const outcomes = await Promise.all(
    questions.map((question) => genie(() => ports.ask(spaceId, question.question, never))),
  );
  const executed = await Promise.all(
    questions.map((question, place) =>
      sql(async () => {
        await ports.run(question.expectedSql, never);
        const outcome = outcomes[place];
        return outcome?.kind === "sql" ? ports.run(outcome.sql, never) : null;
      }),
    ),
  );
  const chunks = Math.ceil(questions.length / modelChunk);
  await Promise.all(Array.from({ length: chunks }, () => ports.modelCall()));
  const right = executed.filter((one) => one?.kind === "rows").length;
  return { ms: clock.monotonic() - began, right, wrong: questions.length - right, lastJudgedMs: 0 };
}

/** One question after the other, and in each one step after the other: asked, its two statements, compared, and read by the model where wrong. */
export async function oneAtATime({ ports, clock, spaceId, questions }: Scoring): Promise<Scored> {
  const began = clock.monotonic();
  let [right, wrong] = [0, 0];
  for (const question of questions) {
    const outcome: AskOutcome = await ports.ask(spaceId, question.question, never);
    const expected = createExpectedResults();
    const run = (text: string) => ports.run(text, never);
    await expected.get(question.expectedSql, () => run(question.expectedSql));
    const { verdict } = await judgeAttempt(question, outcome, { expected, isReadOnly: readOnly, run, signal: never });
    if (verdict.verdict === "CORRECT") right += 1;
    else {
      wrong += 1;
      await ports.modelCall();
    }
  }
  return { ms: clock.monotonic() - began, right, wrong, lastJudgedMs: 0 };
}
