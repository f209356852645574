import { serializeSpace } from "./canonical.ts";
import type { SpaceDocument } from "./document.ts";
import { textOf } from "./lines.ts";
import { pathText } from "./path.ts";
import { broken, type SpaceProblem } from "./problem.ts";
import { tableEntries, visitStrings } from "./visit.ts";

/** What the service allows, as its documentation says. */
export const spaceLimits = {
  /** Tables, views and metric views together. */
  tables: 30,
  /** Example queries and SQL functions one each, and one for the text instruction. */
  instructions: 100,
  /** Table descriptions, joins, filters, expressions and measures together. */
  snippets: 200,
  textInstructions: 1,
  benchmarkQuestions: 500,
  entityMatchingColumns: 120,
  stringCharacters: 25_000,
  arrayElements: 10_000,
  documentBytes: 3_500_000,
  /** Comments, instructions and usage guidance together. */
  notesBytes: 64 * 1024,
} as const;

/** What the document has of each thing whose number is limited for the document as a whole. */
export function limitCounts(document: SpaceDocument): readonly LimitCount[] {
  const { instructions } = document;
  const snippets = instructions?.sql_snippets;
  const tables = tableEntries(document);
  const texts = instructions?.text_instructions ?? [];
  const notes = [
    ...(instructions?.join_specs ?? []),
    ...(snippets?.filters ?? []),
    ...(snippets?.expressions ?? []),
    ...(snippets?.measures ?? []),
  ].flatMap((entry) => [textOf(entry.comment), textOf(entry.instruction)]);
  const guidance = (instructions?.example_question_sqls ?? []).map((example) => textOf(example.usage_guidance));
  return [
    ["data_sources", { en: "tables and metric views", ko: "테이블과 메트릭 뷰" }, tables.length, spaceLimits.tables],
    [
      "instructions",
      { en: "instructions (example queries, functions, the text)", ko: "지침(예시 쿼리, 함수, 텍스트 지침)" },
      (instructions?.example_question_sqls ?? []).length +
        (instructions?.sql_functions ?? []).length +
        Math.min(1, texts.length),
      spaceLimits.instructions,
    ],
    [
      "instructions.sql_snippets",
      {
        en: "snippets (table descriptions, joins, filters, expressions, measures)",
        ko: "스니펫(테이블 설명, 조인, 필터, 식, 측정값)",
      },
      tables.filter(({ table }) => textOf(table.description) !== "").length +
        (instructions?.join_specs ?? []).length +
        [snippets?.filters, snippets?.expressions, snippets?.measures].flatMap((list) => list ?? []).length,
      spaceLimits.snippets,
    ],
    [
      "instructions.text_instructions",
      { en: "text instructions", ko: "텍스트 지침" },
      texts.length,
      spaceLimits.textInstructions,
    ],
    [
      "benchmarks.questions",
      { en: "benchmark questions", ko: "벤치마크 질문" },
      document.benchmarks?.questions?.length ?? 0,
      spaceLimits.benchmarkQuestions,
    ],
    [
      "data_sources.tables",
      { en: "columns with entity matching", ko: "엔터티 매칭을 켠 컬럼" },
      tables
        .flatMap(({ table }) => table.column_configs ?? [])
        .filter((column) => column.enable_entity_matching === true).length,
      spaceLimits.entityMatchingColumns,
    ],
    [
      "instructions",
      {
        en: "bytes of comments, instructions and usage guidance",
        ko: "주석·지침·사용 안내의 바이트",
      },
      [...notes, ...guidance].reduce((sum, text) => sum + Buffer.byteLength(text), 0),
      spaceLimits.notesBytes,
    ],
    [
      "",
      { en: "bytes in the whole document", ko: "문서 전체의 바이트" },
      documentBytes(document),
      spaceLimits.documentBytes,
    ],
  ];
}

/** Every limit that the document breaks, all at once. */
export function limitProblems(document: SpaceDocument): SpaceProblem[] {
  const strings = visitStrings(document).flatMap(({ steps, kind, size }): SpaceProblem[] => {
    const [limit, unit] =
      kind === "string"
        ? ([spaceLimits.stringCharacters, { en: "characters", ko: "글자" }] as const)
        : ([spaceLimits.arrayElements, { en: "elements", ko: "요소" }] as const);
    return size > limit ? [tooMany(pathText(steps), unit, size, limit)] : [];
  });
  return [
    ...limitCounts(document).flatMap(([path, what, found, limit]) =>
      found > limit ? [tooMany(path, what, found, limit)] : [],
    ),
    ...strings,
  ];
}

/** As it is sent: a text of many lines grows when each becomes an element, yet not to more than three times its size. */
function documentBytes(document: SpaceDocument): number {
  const written = Buffer.byteLength(JSON.stringify(document));
  return written * 3 <= spaceLimits.documentBytes ? written : Buffer.byteLength(serializeSpace(document));
}

type Words = { readonly en: string; readonly ko: string };
/** How many of something a document has, and may have. */
export type LimitCount = readonly [path: string, what: Words, found: number, limit: number];

function tooMany(path: string, what: Words, found: number, limit: number): SpaceProblem {
  const [has, most] = [String(found), String(limit)];
  return {
    ...broken(
      path,
      "over_limit",
      `${has} ${what.en}, at most ${most} are allowed`,
      `${what.ko} ${has}개: 최대 ${most}개까지 쓸 수 있습니다`,
    ),
    found,
  };
}
