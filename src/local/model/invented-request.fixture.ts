import { analyze } from "../../lib/sql/facts.ts";

/** An invented harbour: nothing of it is in the code under test. */
export const tables = [
  {
    identifier: "port.yard.ship_calls",
    columns: [
      { name: "callID", type: "bigint" },
      { name: "vesselID", type: "bigint" },
      { name: "berthZone", type: "string" },
      { name: "tonnage", type: "bigint" },
      { name: "feeCents", type: "bigint" },
      { name: "flagState", type: "string" },
      { name: "arrivedAt", type: "timestamp" },
      { name: "outcome", type: "string" },
    ],
  },
  {
    identifier: "port.yard.vessels",
    columns: [
      { name: "vesselID", type: "bigint" },
      { name: "title", type: "string" },
      { name: "hullKind", type: "string" },
    ],
  },
] as const;

type Texts = {
  readonly tables?: readonly object[];
  readonly join_specs?: readonly object[];
  readonly filters?: readonly object[];
  readonly measures?: readonly object[];
  readonly instructions?: readonly string[];
};

/** One failure as the planner writes it. */
export function failure(
  id: string,
  question: string,
  expected: string,
  answered: string | null = null,
  space: Texts = {},
) {
  return {
    question_id: id,
    question,
    expected_sql: expected,
    expected_facts: analyze(expected),
    answered_sql: answered,
    answered_facts: answered === null ? null : analyze(answered),
    difference: { category: "ambiguous", mechanism: null, words: "" },
    space_excerpt: {
      tables: [],
      join_specs: [],
      filters: [],
      expressions: [],
      measures: [],
      instructions: [],
      example_queries: [],
      ...space,
    },
  };
}

export type InventedFailure = ReturnType<typeof failure>;

export function requestOf(category: string, failures: readonly InventedFailure[], lessons: readonly object[] = []) {
  return { category, failures, tables, lessons };
}

export function promptOf(request: object): string {
  return `Words first.\n\n\`\`\`json\n{"not": "this"}\n\`\`\`\n\n\`\`\`json\n${JSON.stringify(request, null, 1).replaceAll("`", String.raw`\u0060`)}\n\`\`\`\n`;
}
