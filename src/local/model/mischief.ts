import { drawOf } from "../../lib/core/random.ts";
import { knownPhrases } from "./known-phrases.ts";
import { proposal, type Proposal } from "./proposal.ts";
import { questionPhrases } from "./question-phrases.ts";
import type { Failure, RequestDocument } from "./request-document.ts";
import { lastPart } from "./sql-text.ts";

/** How many proposals in a hundred are of no use, as a model's are. */
const share = 17;

/**
 * The sound proposals with a few bad ones among them: useless, harmful, repeated, not of the schema asked for, or giving the
 * expected query away. Which and where depends on the seed and the request alone.
 */
export function withMischief(sound: readonly Proposal[], request: RequestDocument, seed: string): readonly Proposal[] {
  const kinds = badOnes(sound, request);
  const mixed: Proposal[] = [];
  const places = Math.max(sound.length, 1);
  for (let at = 0; at < places; at += 1) {
    const own = sound[at];
    if (own !== undefined) mixed.push(own);
    const draw = (what: string): number => drawOf(seed, request.category, requestMark(request), what, at);
    // One bad beside every five sound ones makes the share of all.
    if (kinds.length > 0 && draw("whether") * 100 < (share * 100) / (100 - share)) {
      const make = kinds[Math.floor(draw("which") * kinds.length)];
      const bad = make?.(draw("what"));
      if (bad !== undefined) mixed.push(bad);
    }
  }
  return mixed;
}

function requestMark(request: RequestDocument): string {
  return `${request.failures.map(({ question_id }) => question_id).join()}/${String(request.lessons.length)}`;
}

type Maker = (draw: number) => Proposal | undefined;

function badOnes(sound: readonly Proposal[], request: RequestDocument): readonly Maker[] {
  const repeated: Maker = (draw) => pick(sound, draw);
  const offSchema: Maker = (draw) => {
    const base = pick(sound, draw);
    return base === undefined
      ? undefined
      : { ...base, change_type: `${base.change_type}s`, fields: { value: base.fields } };
  };
  const failure = (draw: number): Failure | undefined => pick(request.failures, draw);
  switch (request.category) {
    case "metadata_add":
      return [
        repeated,
        offSchema,
        (draw) => strayName(failure(draw), request, draw),
        (draw) => idleName(failure(draw), request),
      ];
    case "sql_snippets_add":
      return [repeated, offSchema, (draw) => wrongMeasure(failure(draw), request)];
    case "instruction_fix":
      return [offSchema, (draw) => wrongRule(failure(draw), request), (draw) => idleRule(failure(draw))];
    case "join_specs_add":
      return [repeated, offSchema, (draw) => wrongJoin(failure(draw), request)];
    case "sample_queries_add":
      return [repeated, (draw) => leak(failure(draw))];
    default:
      return [repeated, offSchema];
  }
}

function pick<T>(items: readonly T[], draw: number): T | undefined {
  return items[Math.floor(draw * items.length)];
}

/** The known word of a question that most of the questions have, with its table: what is said of it concerns many. */
function knownWord(
  failure: Failure,
  request: RequestDocument,
): { readonly text: string; readonly table: string } | undefined {
  const known = knownPhrases(failure.space_excerpt, request.tables);
  const words = questionPhrases(failure.question, [], known).flatMap(({ text, meanings }) => {
    const meaning = meanings[0];
    const named = meaning !== undefined && (meaning.kind === "table" || meaning.kind === "column");
    return named ? [{ text, table: meaning.table }] : [];
  });
  const uses = ({ text }: { readonly text: string }): number =>
    request.failures.filter(({ question }) => question.toLowerCase().includes(text.toLowerCase())).length;
  return words.toSorted((left, right) => uses(right) - uses(left))[0];
}

function columnsOf(
  table: string,
  request: RequestDocument,
): readonly { readonly name: string; readonly type: string }[] {
  return request.tables.find(({ identifier }) => identifier === table)?.columns ?? [];
}

/** A word that already means something, said to be the name of a column picked blindly. */
function strayName(failure: Failure | undefined, request: RequestDocument, draw: number): Proposal | undefined {
  const word = failure === undefined ? undefined : knownWord(failure, request);
  const column = pick(columnsOf(word?.table ?? "", request), (draw * 7) % 1);
  if (failure === undefined || word === undefined || column === undefined) return undefined;
  return proposal(
    "add_synonym",
    { table: word.table, column: column.name, synonym: word.text },
    failure.question_id,
    `"${word.text}" may be meant as ${column.name}.`,
  );
}

/** A name that nobody uses. */
function idleName(failure: Failure | undefined, request: RequestDocument): Proposal | undefined {
  const table = failure?.space_excerpt.tables[0]?.identifier;
  const column = columnsOf(table ?? "", request)[0];
  if (failure === undefined || table === undefined || column === undefined) return undefined;
  return proposal(
    "add_synonym",
    { table, column: column.name, synonym: `${column.name} field of ${lastPart(table)}` },
    failure.question_id,
    "A longer name can do no harm.",
  );
}

/** A known word made a count of rows. */
function wrongMeasure(failure: Failure | undefined, request: RequestDocument): Proposal | undefined {
  const word = failure === undefined ? undefined : knownWord(failure, request);
  const column = columnsOf(word?.table ?? "", request)[0];
  if (failure === undefined || word === undefined || column === undefined) return undefined;
  return proposal(
    "add_measure",
    {
      alias: "row_count",
      display_name: word.text,
      synonyms: [],
      sql: `COUNT(DISTINCT ${lastPart(word.table)}.${column.name})`,
    },
    failure.question_id,
    `"${word.text}" is a number of different rows.`,
  );
}

function wrongRule(failure: Failure | undefined, request: RequestDocument): Proposal | undefined {
  const word = failure === undefined ? undefined : knownWord(failure, request);
  const column = columnsOf(word?.table ?? "", request).at(-1);
  if (failure === undefined || word === undefined || column === undefined) return undefined;
  return proposal(
    "update_text_instruction",
    { find: "", content: `"${word.text}" means \`${lastPart(word.table)}.${column.name}\`` },
    failure.question_id,
    `Say once what "${word.text}" is.`,
  );
}

function idleRule(failure: Failure | undefined): Proposal | undefined {
  if (failure === undefined) return undefined;
  return proposal(
    "update_text_instruction",
    { find: "", content: "Answer with care and check the result before you give it." },
    failure.question_id,
    "General advice.",
  );
}

/** The first columns of two tables put together, whatever they hold. */
function wrongJoin(failure: Failure | undefined, request: RequestDocument): Proposal | undefined {
  const [one, other] = failure?.space_excerpt.tables ?? [];
  const left = columnsOf(one?.identifier ?? "", request)[0];
  const right = columnsOf(other?.identifier ?? "", request)[0];
  if (failure === undefined || one === undefined || other === undefined || left === undefined || right === undefined)
    return undefined;
  const [left_alias, right_alias] = [lastPart(one.identifier), lastPart(other.identifier)];
  return proposal(
    "add_join_spec",
    {
      left_table: one.identifier,
      right_table: other.identifier,
      left_alias,
      right_alias,
      sql: `\`${left_alias}\`.\`${left.name}\` = \`${right_alias}\`.\`${right.name}\``,
      relationship_type: "ONE_TO_ONE",
    },
    failure.question_id,
    "Both columns are keys.",
  );
}

function leak(failure: Failure | undefined): Proposal | undefined {
  if (failure === undefined) return undefined;
  return proposal(
    "add_example_query",
    { question: failure.question, sql: failure.expected_sql, usage_guidance: "" },
    failure.question_id,
    "The expected query answers the question.",
  );
}
