import pLimit from "p-limit";
import type { Attempt } from "../../lib/scoring/attempt.ts";
import { evaluate } from "../../lib/scoring/evaluate.ts";
import type { AskOutcome } from "../../lib/scoring/ports.ts";
import { readOnly } from "../../lib/sql/read-only.ts";
import type { OpenRun } from "../open-run.ts";
import type { WantedAsk } from "./asking.ts";
import type { PlatformAnswers } from "./platform-evaluation.ts";
import { memoryOf } from "./run-memory.ts";
import { scoringSql } from "./scoring-sql.ts";

type Answer = PlatformAnswers["answers"] extends ReadonlyMap<string, infer Each> ? Each : never;

/** An answer of Genie's own evaluation, judged by our comparator too: one answer before two judges. */
export type JudgedAnswer<A extends WantedAsk> = {
  readonly ask: A;
  readonly answer: Answer;
  readonly attempt: Attempt;
};

/** Runs the SQL of each answer and compares, as with an answer that we had asked for ourselves; Genie is not asked. */
export async function judgeAnswers<A extends WantedAsk>(
  run: OpenRun,
  asks: readonly A[],
  { answers }: Pick<PlatformAnswers, "answers">,
): Promise<JudgedAnswer<A>[]> {
  const { settings, clock, signal } = run;
  const limit = pLimit(settings.batch ? settings.sql_concurrent : 1);
  const judged = asks.map((ask) =>
    limit(async (): Promise<JudgedAnswer<A>[]> => {
      const answer = answers.get(ask.question.id);
      if (answer === undefined) return [];
      const attempts = await evaluate([ask], {
        ports: {
          ask: () => Promise.resolve(outcomeOf(answer)),
          run: scoringSql(run),
        },
        expected: memoryOf(run).expected,
        isReadOnly: readOnly,
        clock,
        signal,
      });
      return attempts.map((attempt) => ({ ask, answer, attempt }));
    }),
  );
  return (await Promise.all(judged)).flat();
}

function outcomeOf({ status, answerSql, answerText }: Answer): AskOutcome {
  const common = { conversationId: null, messageId: null, seconds: 0, genieStatus: status };
  if (answerSql !== null) return { ...common, kind: "sql", sql: answerSql.trim().replace(/;\s*$/u, "") };
  if (status === "DONE") return { ...common, kind: "text", content: answerText ?? "", followUp: false };
  return {
    ...common,
    kind: "infra",
    reason: status,
    message: `Genie's own evaluation of the question ended as ${status}.`,
  };
}
