import { expect, it } from "vitest";
import { idOf, sampleSpace } from "../../../test/space/sample-space.ts";
import type { SpaceDocument } from "../../lib/space/document.ts";
import { dryMerge } from "./dry-merge.ts";

function edited(edit: (document: SpaceDocument) => void): SpaceDocument {
  const document = sampleSpace();
  edit(document);
  return document;
}
const examples = (
  count: number,
  start: string,
): NonNullable<NonNullable<SpaceDocument["instructions"]>["example_question_sqls"]> =>
  Array.from({ length: count }, (_, index) => ({
    id: idOf(`${start}${index.toString(16).padStart(3, "0")}`),
    question: [`Q ${start}${String(index)}?`],
    sql: ["SELECT 1"],
  }));
const withExamples = (count: number, start: string): SpaceDocument =>
  edited((document) => {
    const own = document.instructions?.example_question_sqls ?? [];
    document.instructions = { ...document.instructions, example_question_sqls: [...own, ...examples(count, start)] };
  });

it("merges with what people edited, and proves that its inverse gives production's bytes back", () => {
  const now = edited((document) => (document.config = {}));
  expect(dryMerge(sampleSpace(), withExamples(2, "5"), now)).toEqual({
    kind: "merged",
    overLimits: [],
    inverse: "same",
  });
});

it("names the places that both changed", () => {
  const says = (sql: string): SpaceDocument =>
    edited((document) => {
      const [measure] = document.instructions?.sql_snippets?.measures ?? [];
      if (measure !== undefined) measure.sql = [sql];
    });
  expect(dryMerge(sampleSpace(), says("SUM(a.b)"), says("MAX(a.b)"))).toEqual({
    kind: "conflict",
    places: [`instructions.sql_snippets.measures[${idOf("f1")}].sql`],
    overLimits: [],
  });
});

it("tells a limit that only both together overstep from a conflict", () => {
  const found = dryMerge(sampleSpace(), withExamples(60, "5"), withExamples(60, "6"));
  expect(found).toMatchObject({ kind: "conflict", places: [] });
  expect(found.overLimits.join()).toContain("at most 100");
});
