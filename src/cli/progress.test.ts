import { expect, it } from "vitest";
import { manualClock } from "../lib/core/clock.ts";
import type { Locale } from "../lib/report/locale.ts";
import type { RunEvent } from "../runs/run-event.ts";
import { createProgress } from "./progress.ts";

type Settled = Extract<RunEvent, { kind: "fix_settled" }>;

function told(event: RunEvent, locale: Locale, isTerminal = false): string {
  let text = "";
  createProgress({ out: () => {}, err: (more) => void (text += more), isTerminal }, locale, manualClock())(event);
  return text;
}

const settled = (more: Partial<Settled>): Settled => ({
  kind: "fix_settled",
  loop: 1,
  done: 3,
  total: 7,
  fix: "Add the synonym",
  status: "KEPT",
  validation: "PROVEN",
  effect: 2,
  ...more,
});
const reverted = (validation: Settled["validation"]): Settled =>
  settled({ status: "REVERTED", validation, effect: null });

it.each<[Settled, string, string]>([
  [settled({}), "kept (proven), +2 questions", "유지 (증명됨), 문항 +2개"],
  [settled({ effect: 1 }), "kept (proven), +1 question", "유지 (증명됨), 문항 +1개"],
  [settled({ effect: 1.5 }), "kept (proven), +1.5 questions", "유지 (증명됨), 문항 +1.5개"],
  [reverted("HARMFUL"), "rolled back (harmful)", "되돌림 (해로움)"],
  [reverted("NO_CHANGE"), "rolled back (no change)", "되돌림 (변화 없음)"],
  [reverted("UNDERPOWERED"), "rolled back (not enough evidence)", "되돌림 (증거 부족)"],
  [reverted("INDECISIVE"), "rolled back (indecisive)", "되돌림 (판정 불가)"],
  [reverted("NOT_TESTED"), "rolled back (not tested)", "되돌림 (미검사)"],
])("tells what became of a fix in one line: %j", (event, en, ko) => {
  expect(told(event, "en")).toBe(`    3/7 Add the synonym → ${en}\n`);
  expect(told(event, "ko")).toBe(`    3/7 Add the synonym → ${ko}\n`);
});

it("colours the word in a terminal, and only there", () => {
  expect(told(settled({}), "en", true)).toContain("\u001b[32mkept (proven)");
  expect(told(reverted("HARMFUL"), "en", true)).toContain("\u001b[31mrolled back");
  expect(told(reverted("INDECISIVE"), "en", true)).toContain("\u001b[33mrolled back");
  expect(told(settled({}), "en")).not.toContain("\u001b");
});
