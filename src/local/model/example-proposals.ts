import { proposal, type Proposal } from "./proposal.ts";
import type { Failure } from "./request-document.ts";

/**
 * An example for a question that nothing else helps: the same kind of query with other numbers, days or one clause less, so that it
 * shows the shape and is not the expected answer.
 */
export function exampleProposals(failure: Failure): readonly Proposal[] {
  const { question, expected_sql } = failure;
  const changed =
    withParameters(question, expected_sql) ??
    otherNumbers(question, expected_sql) ??
    withoutOrder(question, expected_sql);
  if (changed === undefined) return [];
  return [
    proposal(
      "add_example_query",
      {
        question: changed.question,
        sql: changed.sql,
        usage_guidance: "Follow this shape for questions of the same kind.",
      },
      failure.question_id,
      "The words of the question are known, the shape of the query is not.",
    ),
  ];
}

type Example = { readonly question: string; readonly sql: string };

/** Whether a query is put together from others, so that no name given to a column or a formula could stand for it. */
export function isComposed(sql: string): boolean {
  return /\(\s*select\b|^\s*with\b|\bunion\b/iu.test(sql);
}

/** Values that stand in the question and in the query alike, each by a parameter. */
function withParameters(question: string, sql: string): Example | undefined {
  const values = [...sql.matchAll(/'([^']+)'/gu)]
    .map(([, value = ""]) => value)
    .filter((value) => !/^\d/u.test(value) && question.toLowerCase().includes(value.toLowerCase()));
  if (values.length === 0) return undefined;
  let example: Example = { question, sql };
  for (const [at, value] of [...new Set(values)].entries()) {
    const name = `:value${at === 0 ? "" : String(at + 1)}`;
    const start = example.question.toLowerCase().indexOf(value.toLowerCase());
    example = {
      question: `${example.question.slice(0, start)}${name}${example.question.slice(start + value.length)}`,
      sql: example.sql.replaceAll(`'${value}'`, name),
    };
  }
  return example;
}

/** Numbers that stand in the question and in the query alike, each by another one. */
function otherNumbers(question: string, sql: string): Example | undefined {
  const number = [...question.matchAll(/(?<![\w.])\d{1,4}(?![\w.])/gu)]
    .map(([each]) => each)
    .find((each) => new RegExp(String.raw`(?<![\w.])${each}(?![\w.])`, "u").test(sql));
  if (number === undefined) return undefined;
  const other = String(Number(number) > 1900 ? Number(number) - 1 : Number(number) + 2);
  const exchange = (text: string): string =>
    text.replaceAll(new RegExp(String.raw`(?<![\w.])${number}(?![\w.])`, "gu"), other);
  return { question: exchange(question), sql: exchange(sql) };
}

function withoutOrder(question: string, sql: string): Example | undefined {
  const cut = sql.replace(/\s+order\s+by\s+[^()]*$/iu, "");
  return cut === sql ? undefined : { question, sql: cut };
}
