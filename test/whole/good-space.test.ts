import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadQuestions } from "../../src/lib/exam/load-exam.ts";
import type { Question } from "../../src/lib/exam/question.ts";
import { evaluate } from "../../src/lib/scoring/evaluate.ts";
import { createExpectedResults } from "../../src/lib/scoring/expected-results.ts";
import { serializeSpace } from "../../src/lib/space/canonical.ts";
import { parseSpace } from "../../src/lib/space/document.ts";
import { readOnly } from "../../src/lib/sql/read-only.ts";
import { type Ground, openGround, pathOf, type Player } from "./fixture.ts";

/** The parts of a space's JSON that this test takes pieces out of. */
type Piece = {
  readonly display_name?: string;
  readonly synonyms?: readonly string[];
  readonly content?: readonly string[];
};
type Column = { readonly column_name: string; readonly synonyms?: readonly string[] };
type Table = {
  readonly identifier: string;
  readonly description?: readonly string[];
  readonly column_configs?: readonly Column[];
};
type Join = { readonly left: { readonly identifier: string }; readonly right: { readonly identifier: string } };
type Space = {
  readonly data_sources: { readonly tables: readonly Table[] };
  readonly instructions: {
    readonly text_instructions: readonly Piece[];
    readonly join_specs: readonly Join[];
    readonly sql_snippets: { readonly filters: readonly Piece[]; readonly measures: readonly Piece[] };
  };
};

const goodText = await readFile(pathOf("benchmarks/bakehouse.good.space.json"), "utf8");
const good = JSON.parse(goodText) as Space;
const examName = "benchmarks/bakehouse.json";
const exam = loadQuestions({ kind: "text", name: examName, text: await readFile(pathOf(examName), "utf8") });

const expected = createExpectedResults();
let ground: Ground;
let player: Player;
let spaceId: string;
let rightWhenWhole: readonly string[];
beforeAll(async () => {
  ground = await openGround({ samples: ["bakehouse", "tpch"] });
  spaceId = await ground.makeSpace("benchmarks/bakehouse.good.space.json");
  player = await ground.connect({ space_id: spaceId });
  rightWhenWhole = await rightOf(exam);
});
afterAll(async () => {
  await player[Symbol.asyncDispose]();
  await ground[Symbol.asyncDispose]();
});

/** Ids of the questions that the space answers right now, asked and judged as a run does it. */
async function rightOf(questions: readonly Question[]): Promise<string[]> {
  const { workspace, settings, clock, signal } = player.context;
  const asks = questions.map((question) => ({ question, spaceId, arm: "evaluation", attempt: 1 }) as const);
  const run = (sql: string): ReturnType<typeof workspace.runStatement> =>
    workspace.runStatement(sql, { warehouseId: settings.warehouse_id ?? "", timeoutMs: 30_000 });
  const attempts = await evaluate(asks, {
    ports: { ask: workspace.ask, run },
    expected,
    isReadOnly: readOnly,
    clock,
    signal,
  });
  return attempts.filter((attempt) => attempt.verdict.verdict === "CORRECT").map((attempt) => attempt.question.id);
}

async function become(document: unknown): Promise<void> {
  const serializedSpace = serializeSpace(parseSpace(JSON.stringify(document)));
  await player.context.workspace.spaces.update(spaceId, { serializedSpace });
}

const says = (question: Question, words: readonly string[]): boolean =>
  words.some((word) => question.question.toLowerCase().includes(word.toLowerCase()));
const uses = (question: Question, join: Join): boolean =>
  [join.left, join.right].every(({ identifier }) => question.expectedSql.includes(identifier));

/** A piece of content, the space without it, and the questions that speak of it. */
type Case = {
  readonly kind: string;
  readonly whole?: unknown;
  readonly without: unknown;
  readonly about: (question: Question) => boolean;
};

const withTables = (tables: readonly Table[]): unknown => ({ ...good, data_sources: { ...good.data_sources, tables } });
const withInstructions = (part: Partial<Space["instructions"]>): unknown => ({
  ...good,
  instructions: { ...good.instructions, ...part },
});

function caseWith(kind: string, cases: readonly Case[]): Case {
  // The piece that most questions speak of shows most.
  const [first] = cases.toSorted((one, other) => exam.filter(other.about).length - exam.filter(one.about).length);
  if (first === undefined) throw new Error(`the good space has no ${kind}`);
  return first;
}

const synonym = caseWith(
  "synonym",
  good.data_sources.tables.flatMap((table) =>
    (table.column_configs ?? []).flatMap((column) =>
      (column.synonyms ?? []).map((word): Case => {
        const less = { ...column, synonyms: (column.synonyms ?? []).filter((one) => one !== word) };
        const columns = (table.column_configs ?? []).map((one) => (one === column ? less : one));
        const tables = good.data_sources.tables.map((one) =>
          one === table ? { ...table, column_configs: columns } : one,
        );
        return { kind: "synonym", without: withTables(tables), about: (question) => says(question, [word]) };
      }),
    ),
  ),
);
const description = caseWith(
  "description",
  good.data_sources.tables.flatMap((table): Case[] => {
    if (table.description === undefined) return [];
    const { description: text, ...less } = table;
    const tables = good.data_sources.tables.map((one) => (one === table ? less : one));
    return [
      {
        kind: "description",
        without: withTables(tables),
        about: (question) =>
          says(
            question,
            text
              .join("")
              .split(/[;,.]\s*/u)
              .filter((word) => word !== ""),
          ),
      },
    ];
  }),
);
const snippet = caseWith(
  "snippet",
  (["filters", "measures"] as const).flatMap((list) =>
    good.instructions.sql_snippets[list].map((piece): Case => {
      const rest = good.instructions.sql_snippets[list].filter((one) => one !== piece);
      const words = [piece.display_name ?? "", ...(piece.synonyms ?? [])];
      return {
        kind: "snippet",
        without: withInstructions({ sql_snippets: { ...good.instructions.sql_snippets, [list]: rest } }),
        about: (question) => says(question, words),
      };
    }),
  ),
);
const join = caseWith(
  "join",
  good.instructions.join_specs
    // Where both tables begin with the same column Genie guesses the join right without being told.
    .filter(({ left }) => left.identifier.includes("tpch"))
    .map((spec): Case => {
      const join_specs = good.instructions.join_specs.filter((one) => one !== spec);
      return { kind: "join", without: withInstructions({ join_specs }), about: (question) => uses(question, spec) };
    }),
);
const ruled = /"([^"]+)" means/u.exec((good.instructions.text_instructions[0]?.content ?? []).join(""))?.[1] ?? "";
/** What a rule says no synonym may say too, or nothing would fall without it. */
const ruledAlone = good.data_sources.tables.map((table) => ({
  ...table,
  ...(table.column_configs === undefined
    ? {}
    : {
        column_configs: table.column_configs.map((column) =>
          column.synonyms === undefined
            ? column
            : { ...column, synonyms: column.synonyms.filter((word) => !word.includes(ruled)) },
        ),
      }),
}));
const instruction: Case = {
  kind: "instruction",
  whole: withTables(ruledAlone),
  without: {
    ...good,
    data_sources: { ...good.data_sources, tables: ruledAlone },
    instructions: {
      ...good.instructions,
      text_instructions: good.instructions.text_instructions.map((one) => ({
        ...one,
        content: (one.content ?? []).filter((line) => !line.includes(" means `")),
      })),
    },
  },
  about: (question) => says(question, [ruled]),
};

describe("the good space, never flaky", () => {
  it("answers at least 95 % of the exam", () => {
    expect(rightWhenWhole.length).toBeGreaterThanOrEqual(exam.length * 0.95);
  });

  it.each([synonym, description, snippet, join, instruction])(
    "without one $kind just the questions that speak of it fall, and with it they rise again",
    async ({ whole = good, without, about }) => {
      await become(whole);
      const before = whole === good ? rightWhenWhole : await rightOf(exam);
      await become(without);
      const after = new Set(await rightOf(exam));
      const fallen = exam.filter(({ id }) => before.includes(id) && !after.has(id));
      await become(whole);
      expect(fallen.length).toBeGreaterThan(0);
      expect(fallen.filter((question) => !about(question)).map(({ id }) => id)).toEqual([]);
      expect(await rightOf(fallen)).toEqual(fallen.map(({ id }) => id));
    },
  );

  it("with an example query a question it could not answer rises, and without it falls again", async () => {
    const question = "Which nickname do insiders use for our busiest shop?";
    const sql = "SELECT f.name FROM samples.bakehouse.sales_franchises f ORDER BY f.franchiseID LIMIT 1";
    const asked = loadQuestions({
      kind: "text",
      name: "one.json",
      text: JSON.stringify([{ id: "insider", question, expected_sql: sql }]),
    });
    const example = { id: "0".repeat(31) + "1", question: [question], sql: [sql] };
    expect(await rightOf(asked)).toEqual([]);
    await become(good);
    await become(withInstructions({ example_question_sqls: [example] } as Partial<Space["instructions"]>));
    expect(await rightOf(asked)).toEqual(["insider"]);
    await become(good);
    expect(await rightOf(asked)).toEqual([]);
  });
});
