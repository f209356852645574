import type { StatementOutcome } from "../../../lib/core/statement.ts";
import type { GenieAnswer } from "../../ports.ts";
import type { SpaceDocument } from "../spaces/space-document.ts";
import type { Surroundings } from "../surroundings.ts";

/** How an asking ended, whatever its timing. */
export type Outcome =
  | { readonly kind: "sql"; readonly sql: string; readonly description: string; readonly rows: RowsOutcome }
  | { readonly kind: "text"; readonly content: string; readonly followUp: boolean }
  | { readonly kind: "failed"; readonly error: string; readonly type: string }
  | { readonly kind: "cancelled" };

export type RowsOutcome = Extract<StatementOutcome, { kind: "rows" }>;

export type Asking = {
  readonly spaceId: string;
  readonly document: SpaceDocument;
  readonly question: string;
  readonly history: readonly string[];
  readonly timesAsked: number;
};

/** Reads the question with the space's content and runs what comes of it. Never rejects. */
export async function ask(around: Surroundings, asking: Asking): Promise<Outcome> {
  let answer: GenieAnswer;
  try {
    answer = await around.reader(
      {
        question: asking.question,
        space: asking.document,
        spaceId: asking.spaceId,
        history: asking.history,
        timesAsked: asking.timesAsked,
      },
      around.catalog,
    );
  } catch (error) {
    return { kind: "failed", error: wordsOf(error), type: "UNEXPECTED_REPLY_PROCESS_EXCEPTION" };
  }
  if (answer.kind === "text") return answer;
  try {
    const ran = await around.runSql(answer.sql);
    if (ran.kind === "rows") return { ...answer, rows: ran };
    const error = ran.kind === "failed" ? ran.message : "The statement was cancelled.";
    return { kind: "failed", error, type: "SQL_EXECUTION_EXCEPTION" };
  } catch (error) {
    return { kind: "failed", error: wordsOf(error), type: "GENERIC_SQL_EXEC_API_CALL_EXCEPTION" };
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
