import { remembering } from "../../lib/core/remembering.ts";
import { loadParser, parser } from "../../lib/sql/parser.ts";
import type { GenieAnswer, GenieReader } from "../ports.ts";
import { exampleAnswer } from "./example-match.ts";
import { operatorOf } from "./function-words.ts";
import { itemsOf } from "./items.ts";
import { deskKeeper, type SpaceDesk } from "./space-desk.ts";
import { keyOfPhrase } from "./lexicon.ts";
import { planOf } from "./plan.ts";
import type { Plan } from "./query-plan.ts";
import { questionTokens } from "./question-tokens.ts";
import { resolveItems } from "./resolve.ts";
import { intentOf } from "./roles.ts";
import type { TableView } from "./schema-view.ts";
import { slipOf, slippedPlan } from "./slips.ts";
import { sqlText, type SqlText } from "./sql-text.ts";
import { timeSpans } from "./time-range.ts";

/**
 * The local stand-in for Genie: reads English and Korean questions by rules and answers with SQL that follows from the space's
 * content and the catalog's names and types alone. `flakyShare` in [0, 1] is the share of questions that sometimes slip.
 * The same request always gets the same answer.
 */
export function genieReader(chance: { readonly seed: string | number; readonly flakyShare: number }): GenieReader {
  const desks = deskKeeper();
  return async (request, catalog) => {
    await loadParser();
    const desk = await desks(request.space, catalog);
    const slip = slipOf(chance, request);
    if (slip.kind === "words") return askBack(desk.tables, "I am not sure which data you mean.");
    const example = exampleAnswer(request.question, desk.examples, desk.values);
    if (example !== null && isSql(example)) {
      return slip.kind === "none"
        ? { kind: "sql", sql: example, description: "Answered with an example query of this space." }
        : askBack(desk.tables, "Several readings of this question are possible.");
    }
    const spur = slip.kind === "plan" ? slip.pick : null;
    const alone = read(request.question, desk, spur);
    const last = request.history.at(-1);
    return (
      alone ??
      (last === undefined ? null : read(`${last} ${request.question}`, desk, spur)) ??
      askBack(desk.tables, "I could not relate this question to the data of this space.")
    );
  };
}

/** The pieces of a question, what they ask for, the plan, the SQL; null when nothing found a place. */
function read(question: string, desk: SpaceDesk, slip: number | null): GenieAnswer | null {
  const { lexicon, tables, edges } = desk;
  const tokens = questionTokens(
    question,
    (word) => lexicon.has(keyOfPhrase(word)) || lexicon.has(word) || operatorOf(word) !== undefined,
  );
  const items = resolveItems(itemsOf(question, tokens, timeSpans(question), lexicon), edges);
  const plan = planOf({ intent: intentOf(items, tables, edges), tables, edges, always: desk.always });
  if (plan === null) return null;
  const said = slip === null ? plan : slippedPlan(plan, slip);
  if (said === null) return askBack(tables, "Several readings of this question are possible.");
  const written = sqlText(said, { tables, edges });
  return answerOf(written, plan, tables);
}

function answerOf(written: SqlText, plan: Plan, tables: readonly TableView[]): GenieAnswer {
  if (written.kind === "no_join") {
    return {
      kind: "text",
      content: `How are ${written.left} and ${written.right} related? I found no column to join them on.`,
      followUp: true,
    };
  }
  if (!isSql(written.sql)) return askBack(tables, "I could not write a valid query for this question.");
  return { kind: "sql", sql: written.sql, description: describe(plan) };
}

const isSql = remembering(200, (sql) => parser().parse(sql, parser().Dialect.Databricks).success);

function describe(plan: Plan): string {
  const what = [...plan.measures, ...plan.columns].map(({ alias }) => alias.replaceAll("_", " "));
  const groups = plan.groups.map(({ alias }) => alias.replaceAll("_", " "));
  return `Shows ${what.length === 0 ? groups.join(", ") : what.join(", ")}${what.length > 0 && groups.length > 0 ? ` by ${groups.join(", ")}` : ""} from ${plan.base}.`;
}

function askBack(tables: readonly TableView[], why: string): GenieAnswer {
  const names = tables.slice(0, 5).map(({ short }) => short);
  return { kind: "text", content: `${why} Which of these should I look at: ${names.join(", ")}?`, followUp: true };
}
