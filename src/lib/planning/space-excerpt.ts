import { analyze } from "../sql/facts.ts";
import type { Analysis } from "../sql/query-facts.ts";
import type { SpaceExcerpt } from "./evidence.ts";
import type { SpaceTexts } from "./read-space.ts";

/** The part of the space that bears on the tables which these queries touch; all of it when neither query is understood. */
export function spaceExcerpt(space: SpaceTexts, queries: readonly (Analysis | null)[]): SpaceExcerpt {
  const understood = queries.flatMap((query) => (query?.kind === "understood" ? query.facts.tables : []));
  const touched = new Set(understood);
  const bears = (table: string): boolean => touched.size === 0 || touched.has(table.toLowerCase());
  const names = [...touched].map((table) => table.split(".").at(-1) ?? "");
  const mentions = (sql: string): boolean =>
    touched.size === 0 ||
    !sql.includes(".") ||
    names.some((name) => sql.toLowerCase().replaceAll("`", "").includes(`${name}.`));
  return {
    tables: space.tables.filter((table) => bears(table.identifier)),
    join_specs: space.join_specs.filter((join) => bears(join.left) || bears(join.right)),
    filters: space.filters.filter((snippet) => mentions(snippet.sql)),
    expressions: space.expressions.filter((snippet) => mentions(snippet.sql)),
    measures: space.measures.filter((snippet) => mentions(snippet.sql)),
    instructions: space.instructions,
    example_queries: space.example_queries.filter((example) => {
      const analysis = analyze(example.sql);
      return analysis.kind === "not_understood" || analysis.facts.tables.some(bears);
    }),
    // What a function reads is not known, and there are few.
    sql_functions: space.sql_functions,
  };
}
