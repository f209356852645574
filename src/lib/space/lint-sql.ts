import { expressionFacts } from "../sql/expression-facts.ts";
import { analyze } from "../sql/facts.ts";
import { parametersOf } from "../sql/parameters.ts";
import { readOnly } from "../sql/read-only.ts";
import type { ExampleQuery, Snippet, SpaceDocument } from "./document.ts";
import { textOf } from "./lines.ts";
import { pathText } from "./path.ts";
import { doubtful, type SpaceProblem } from "./problem.ts";
import { tableEntries } from "./visit.ts";

/** What its SQL says that Genie could not use, read off the texts alone. Wants the parser loaded. */
export function sqlProblems(document: SpaceDocument): SpaceProblem[] {
  const tables = tableEntries(document).map(({ table }) => table.identifier.toLowerCase());
  const { instructions } = document;
  const { filters = [], expressions = [], measures = [] } = instructions?.sql_snippets ?? {};
  return [
    ...filters.flatMap((snippet) => snippetProblems("filters", snippet, tables)),
    ...expressions.flatMap((snippet) => snippetProblems("expressions", snippet, tables)),
    ...measures.flatMap((snippet) => snippetProblems("measures", snippet, tables)),
    ...(instructions?.example_question_sqls ?? []).flatMap((example) => exampleProblems(example, tables)),
    ...(document.benchmarks?.questions ?? []).flatMap(({ id, answer = [] }) =>
      queryProblems(textOf(answer[0]?.content), `benchmarks.questions${itemAt(id)}.answer`, tables),
    ),
  ];
}

type Kind = "filters" | "expressions" | "measures";

function snippetProblems(
  kind: Kind,
  { id, sql: pieces }: Pick<Snippet, "id" | "sql">,
  tables: readonly string[],
): SpaceProblem[] {
  const sql = textOf(pieces);
  const path = `instructions.sql_snippets.${kind}${itemAt(id)}.sql`;
  const bad = (message: string, korean: string): SpaceProblem => doubtful(path, "bad_sql", message, korean);
  if (sql.trim() === "") return [];
  if (/^\s*WHERE\b/iu.test(sql))
    return [bad("A filter is a condition without WHERE", "필터는 WHERE 없이 조건만 씁니다")];
  const facts = expressionFacts(sql);
  if (facts === null) return [bad(`${sql} is not one expression`, `${sql}: 식 하나가 아닙니다`)];
  const collapses = facts.aggregates.some((aggregate) => !/\bOVER\b/u.test(aggregate.sql));
  const problems: SpaceProblem[] = [];
  if (kind === "measures" && !collapses) {
    problems.push(
      bad(`A measure must aggregate, and ${sql} does not`, `측정값은 집계해야 하는데 집계하지 않습니다: ${sql}`),
    );
  }
  if (kind !== "measures" && collapses) {
    problems.push(bad(`Only a measure may aggregate, and ${sql} does`, `집계는 측정값에서만 할 수 있습니다: ${sql}`));
  }
  for (const column of new Set(facts.columns.map((use) => use.column))) {
    const qualifier = column.split(".").slice(0, -1).join(".");
    if (qualifier === "") {
      const korean = `${column}: 테이블.컬럼처럼 테이블 이름을 붙여야 합니다`;
      problems.push(bad(`${column} must be written with its table, as table.column`, korean));
    } else if (!tables.some((table) => `.${table}`.endsWith(`.${qualifier}`))) {
      problems.push(strangeTable(path, qualifier));
    }
  }
  return problems;
}

function exampleProblems(
  { id, sql: pieces, parameters = [] }: ExampleQuery,
  tables: readonly string[],
): SpaceProblem[] {
  const path = `instructions.example_question_sqls${itemAt(id)}`;
  const sql = textOf(pieces);
  const wanted = parametersOf(sql);
  const given = new Set(parameters.map(({ name }) => name));
  return [
    ...queryProblems(sql, `${path}.sql`, tables),
    ...wanted
      .filter((name) => !given.has(name))
      .map((name) =>
        doubtful(
          `${path}.parameters`,
          "bad_parameter",
          `The query uses :${name}, which is not among its parameters`,
          `쿼리에 쓰인 :${name}이(가) 매개변수 목록에 없습니다`,
        ),
      ),
    ...[...given]
      .filter((name) => name !== "" && !wanted.includes(name))
      .map((name) =>
        doubtful(
          `${path}.parameters${itemAt(name)}`,
          "bad_parameter",
          `The query does not use its parameter ${name}`,
          `매개변수 ${name}이(가) 쿼리에 쓰이지 않습니다`,
        ),
      ),
  ];
}

function queryProblems(sql: string, path: string, tables: readonly string[]): SpaceProblem[] {
  if (sql.trim() === "") return [];
  const reading = readOnly(sql);
  if (!reading.ok) {
    const korean = `읽기 전용 쿼리 하나가 아닙니다: ${reading.reason}`;
    return [doubtful(path, "bad_sql", `It is not one query that only reads: ${reading.reason}`, korean)];
  }
  const analysis = analyze(sql);
  if (analysis.kind === "not_understood") return [];
  return analysis.facts.tables.filter((table) => !tables.includes(table)).map((table) => strangeTable(path, table));
}

function strangeTable(path: string, table: string): SpaceProblem {
  return doubtful(
    path,
    "unknown_table",
    `${table} is not a table of the space`,
    `${table}: 스페이스에 없는 테이블입니다`,
  );
}

function itemAt(key: string): string {
  return pathText([{ kind: "item", key }]);
}
