import { describe, expect, it } from "vitest";
import { idOf, sampleSpace } from "../../../test/space/sample-space.ts";
import { tellChanges } from "./diff-words.ts";
import type { SpaceDocument } from "./document.ts";
import { lineDiff } from "./line-diff.ts";

type Edit = (document: SpaceDocument) => unknown;

function told(edit: Edit, locale: "en" | "ko" = "en"): string[] {
  const after = sampleSpace();
  edit(after);
  return tellChanges(sampleSpace(), after, locale).flatMap(({ words, lines }) => [words, ...lines]);
}

const orders = (document: SpaceDocument) => document.data_sources.tables?.[1] ?? { identifier: "" };
const amount = (document: SpaceDocument) => orders(document).column_configs?.[0] ?? { column_name: "" };

describe("tellChanges", () => {
  it.each<readonly [edit: Edit, en: readonly string[], ko: readonly string[]]>([
    [
      (document) => amount(document).synonyms?.push("revenue"),
      ["Adds the synonym «revenue» to c.s.orders.amount"],
      ["c.s.orders.amount에 동의어 «revenue»을(를) 추가합니다"],
    ],
    [
      (document) => (amount(document).synonyms = ["sales"]),
      ["Removes the synonym «매출» from c.s.orders.amount"],
      ["c.s.orders.amount에서 동의어 «매출»을(를) 삭제합니다"],
    ],
    [
      (document) => (amount(document).description = ["Before tax"]),
      ["Adds the description of c.s.orders.amount: «Before tax»"],
      ["c.s.orders.amount의 설명을(를) 추가합니다: «Before tax»"],
    ],
    [
      (document) => (amount(document).exclude = true),
      ["Hides the column c.s.orders.amount"],
      ["컬럼 c.s.orders.amount을(를) 숨깁니다"],
    ],
    [
      (document) => (amount(document).enable_format_assistance = false),
      ["Turns format assistance off for c.s.orders.amount"],
      ["c.s.orders.amount에서 형식 지원을(를) 끕니다"],
    ],
    [
      (document) => (orders(document).description = ["Orders\n", "of some shops"]),
      ["Changes the description of the table c.s.orders:", "  Orders", "- of all shops", "+ of some shops"],
      ["테이블 c.s.orders의 설명을(를) 바꿉니다:", "  Orders", "- of all shops", "+ of some shops"],
    ],
    [
      (document) => {
        const [join] = document.instructions?.join_specs ?? [];
        if (join !== undefined) join.sql = ["`orders`.`buyer` = `customers`.`id`", join.sql[1] ?? ""];
      },
      [
        "Changes the SQL of the join of c.s.orders and c.s.customers:",
        "- `orders`.`customer_id` = `customers`.`id`",
        "+ `orders`.`buyer` = `customers`.`id`",
        "  --rt=FROM_RELATIONSHIP_TYPE_MANY_TO_ONE--",
      ],
      [],
    ],
    [
      (document) => delete document.instructions?.sql_snippets?.measures,
      ["Removes the measure «Revenue»", "- alias: revenue", "- SQL: SUM(orders.amount)"],
      ["측정값 «Revenue»을(를) 삭제합니다", "- 별칭: revenue", "- SQL: SUM(orders.amount)"],
    ],
    [
      (document) => delete document.instructions?.text_instructions,
      ["Removes the text instruction:", "- Be brief.", "-   Round to euros.  ", "- Use UTC."],
      ["텍스트 지침을(를) 삭제합니다:", "- Be brief.", "-   Round to euros.  ", "- Use UTC."],
    ],
    [
      (document) => {
        const [only] = document.benchmarks?.questions ?? [];
        if (only !== undefined) only.answer = [{ format: "SQL", content: ["SELECT 2"] }];
      },
      ["Changes the answer of the benchmark question «Q?» from «SELECT 1» to «SELECT 2»"],
      ["벤치마크 질문 «Q?»의 정답을(를) «SELECT 1»에서 «SELECT 2»(으)로 바꿉니다"],
    ],
    [
      (document) => document.data_sources.tables?.shift(),
      ["Removes the table c.s.customers, with what it says of 1 column"],
      ["테이블 c.s.customers을(를) 삭제합니다(컬럼 1개의 설정 포함)"],
    ],
    [
      (document) =>
        document.data_sources.metric_views?.push({
          identifier: "c.s.x",
          description: ["new"],
          column_configs: [{ column_name: "a", synonyms: ["b", "c"] }],
        }),
      [
        "Adds the metric view c.s.x",
        "Adds the description of the metric view c.s.x: «new»",
        "Adds the synonym «b» to c.s.x.a",
        "Adds the synonym «c» to c.s.x.a",
      ],
      [],
    ],
    [
      (document) => ((document as Record<string, unknown>)["future"] = { on: true }),
      ['Adds future: «{"on":true}»'],
      [],
    ],
    [() => {}, [], []],
  ])("%o", (edit, en, ko) => {
    expect(told(edit)).toEqual(en);
    // Where nothing is written down, the lines are the same and only the words differ.
    expect(ko.length > 0 ? told(edit, "ko") : ko).toEqual(ko);
  });

  it("names a thing that has no name by its id, and cuts a long name", () => {
    const add = (question: string): string =>
      told((document) => (document.config = { sample_questions: [{ id: idOf("a2"), question: [question] }] })).at(-1) ??
      "";
    expect(add("")).toContain(`«${idOf("a2")}»`);
    expect(add("가".repeat(200))).toContain(`«${"가".repeat(69)}…»`);
  });
});

describe("lineDiff", () => {
  it.each([
    ["a\nb\nc", "a\nB\nc", ["  a", "- b", "+ B", "  c"]],
    ["1\n2\n3\n4\n5\n6\n7\n8", "1\n2\n3\n4\n5\n6\n7\n9", ["…", "  6", "  7", "- 8", "+ 9"]],
    ["a\n1\n2\n3\n4\n5\n6\nb", "A\n1\n2\n3\n4\n5\n6\nB", ["- a", "+ A", "  1", "  2", "…", "  5", "  6", "- b", "+ B"]],
    ["", "a\nb\n", ["+ a", "+ b"]],
    ["a", "", ["- a"]],
  ])("shows %j changed to %j", (before, after, lines) => {
    expect(lineDiff(before, after)).toEqual(lines);
  });
});
