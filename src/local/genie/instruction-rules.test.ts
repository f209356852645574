import { describe, expect, it } from "vitest";
import { instructionRules } from "./instruction-rules.ts";

describe("rules of a text instruction", () => {
  it.each([
    ['"late" means `a.days > 3`', ["late"], "a.days > 3"],
    ['- "late" or "overdue" means `a.days > 3`, as agreed.', ["late", "overdue"], "a.days > 3"],
    ['1. “late”, "tardy" and "overdue" are `a.days > 3`', ["late", "tardy", "overdue"], "a.days > 3"],
    ['"rate": `AVG(a.rate)`', ["rate"], "AVG(a.rate)"],
    ['"지연"은(는) `a.days > 3` 입니다.', ["지연"], "a.days > 3"],
    ['* "지연"은 `a.days > 3`을 뜻합니다', ["지연"], "a.days > 3"],
    ['"지연" 또는 "연체"란 `a.days > 3`', ["지연", "연체"], "a.days > 3"],
    ['"odd" means `a.`my col` = 1`', ["odd"], "a.`my col` = 1"],
  ])("reads: %s", (line, terms, sql) => {
    expect(instructionRules(`Be kind.\n${line}\n`)).toEqual({ terms: [{ terms, sql }], always: [] });
  });

  it.each(["Always filter `a.open`", "- always apply `a.open` to everything", "항상 `a.open` 조건을 쓰세요"])(
    "reads as a standing condition: %s",
    (line) => {
      expect(instructionRules(line)).toEqual({ terms: [], always: ["a.open"] });
    },
  );

  it.each(["Use `a.open` for late things", 'Say "late" when days pass', '"late" is never about `a.days`'])(
    "takes for prose: %s",
    (line) => {
      expect(instructionRules(line)).toEqual({ terms: [], always: [] });
    },
  );
});
