import { expect, it } from "vitest";
import { EnhancerError } from "../lib/core/errors.ts";
import { forecastOfPlan } from "../lib/forecast/plan-forecast.ts";
import type { FixReport, PlanReport } from "../lib/report/plan-report.ts";
import { readValue } from "./review-edit.ts";
import { type ReviewTerminal, type TryEdit, type Walked, walkPlan } from "./review-walk.ts";

const fix = (number: number): FixReport => ({
  number,
  changeId: `c${String(number)}`,
  changeType: "add_synonym",
  fix: { change_type: "add_synonym", table: "t", column: "c", synonym: `s${String(number)}` },
  words: { en: `fix ${String(number)}`, ko: `수정 ${String(number)}` },
  reasoning: "because",
  targets: [],
  diff: [],
  characters: 9,
  edits: [],
  said: [],
});
const none = { questionSeconds: null, statementSeconds: null, tokensPerCall: null, wrongShare: null };
const noPrices = { question: null, warehouseHour: null, millionInputTokens: null, millionOutputTokens: null };
const plan: PlanReport = {
  loop: 1,
  digest: "p1",
  expiresAt: null,
  fixes: [1, 2, 3].map(fix),
  blocked: 0,
  approvals: { given: 0, required: 1 },
  undecided: 3,
  forecast: forecastOfPlan({
    targets: 1,
    guards: 1,
    pairs: 5,
    perMinute: null,
    concurrent: 1,
    currency: "USD",
    measured: none,
    prices: noPrices,
  }),
};
const files: Readonly<Record<string, string>> = { "fix.json": '{"change_type":"add_synonym"}', "broken.json": "{" };

/** Walks with these answers; after the last of them the terminal is closed. */
async function walk(typed: readonly string[], tryEdit: TryEdit = accepted): Promise<{ walked: Walked; told: string }> {
  const left = [...typed];
  const told: string[] = [];
  const terminal: ReviewTerminal = {
    locale: "en",
    ask: async (question) => {
      told.push(question);
      return left.shift() ?? null;
    },
    say: (text) => void told.push(text),
    show: (text) => void told.push(text),
    readFile: async (path) => {
      const text = files[path];
      if (text === undefined) throw new EnhancerError({ code: "SETTINGS_INVALID", message: `no ${path}`, remedy: "." });
      return text;
    },
  };
  return { walked: await walkPlan(plan, terminal, tryEdit), told: told.join("\n") };
}

const accepted: TryEdit = async () => ({ words: { en: "another", ko: "다른" }, diff: [], characters: 1 });

const yes = (number: number): object => ({ decision: "APPROVE", fix: `c${String(number)}`, comment: null });
const no = (number: number, comment: string | null): object => ({
  decision: "REJECT",
  fix: `c${String(number)}`,
  comment,
});
const edit = (number: number, to: object, comment: string | null = null): object => ({
  decision: "EDIT",
  fix: `c${String(number)}`,
  to,
  comment,
});
const planned = (number: number): object => plan.fixes[number - 1]?.fix ?? {};

it.each([
  ["approves, rejects with a reason and skips", ["a", "r", "too broad", "s", "y"], [yes(1), no(2, "too broad")]],
  ["takes words of either language", ["승인", "거부", "", "all", "y"], [yes(1), no(2, null), yes(3)]],
  ["approves the rest", ["all", "yes"], [yes(1), yes(2), yes(3)]],
  ["ends early and records what was said", ["r", "", "q", "Y"], [no(1, null)]],
  ["asks again after what is none of these, and after help", ["what", "?", "a", "q", "y"], [yes(1)]],
  [
    "edits a field by its number",
    ["e", "3", "shop", "", "y", "as we say", "q", "y"],
    [edit(1, { ...planned(1), synonym: "shop" }, "as we say")],
  ],
  [
    "edits a field by its name, after a wrong one",
    ["e", "colour", "synonym", "shop", "", "y", "", "q", "y"],
    [edit(1, { ...planned(1), synonym: "shop" })],
  ],
  ["takes a whole fix from a file", ["e fix.json", "y", "", "q", "y"], [edit(1, { change_type: "add_synonym" })]],
  ["leaves a fix whose edit is not kept", ["e", "3", "shop", "", "n", "a", "q", "y"], [yes(1)]],
  ["leaves a fix whose file cannot be read or is no JSON", ["e gone.json", "e broken.json", "a", "q", "y"], [yes(1)]],
  ["stops only once that is confirmed", ["stop", "n", "a", "q", "y"], [yes(1)]],
] as const)("%s", async (_what, typed, singles) => {
  expect((await walk(typed)).walked).toEqual({ kind: "words", singles });
});

it.each([
  ["nothing was said", ["s", "s", "s"], "nothing"],
  ["it is not to be recorded", ["all", "n"], "nothing"],
  ["the terminal is closed", ["a"], "nothing"],
  ["the run is to end", ["a", "stop", "y"], "stop"],
] as const)("records no word where %s", async (_what, typed, kind) => {
  expect((await walk(typed)).walked).toEqual({ kind });
});

it("says why an edit is refused, keeps what was typed, and tries again beside the edits before it", async () => {
  const tried: unknown[] = [];
  const choosy: TryEdit = async (edits) => {
    tried.push(edits.map(({ fix: id }) => id));
    const to = edits.at(-1)?.to as { readonly synonym?: string };
    if (to.synonym === "bad") throw new EnhancerError({ code: "FIX_INVALID", message: "it is bad", remedy: "." });
    return accepted(edits);
  };
  const typed = ["e", "3", "bad", "", "3", "good", "", "y", "", "e", "3", "fine", "", "y", "", "q", "y"];
  const { walked, told } = await walk(typed, choosy);
  expect(told).toContain("Not accepted: it is bad");
  expect(tried).toEqual([["c1"], ["c1"], ["c1", "c2"]]);
  expect(walked).toEqual({
    kind: "words",
    singles: [edit(1, { ...planned(1), synonym: "good" }), edit(2, { ...planned(2), synonym: "fine" })],
  });
});

it("an error that is not about the edit ends the walk", async () => {
  const broken: TryEdit = () =>
    Promise.reject(new EnhancerError({ code: "UNREACHABLE", message: "away", remedy: "." }));
  await expect(walk(["e fix.json"], broken)).rejects.toThrow("away");
});

it.each([
  ["plain text", "a b", "old", "a b"],
  ["quoted text with escapes", String.raw`"a\nb"`, "old", "a\nb"],
  ["text that only looks quoted", '"a" means "b"', "old", '"a" means "b"'],
  ["a file", "@fix.json", "old", '{"change_type":"add_synonym"}'],
  ["true for a switch", "true", false, true],
  ["a number", "3", 1, 3],
  ["one item for a list", "a, b", ["x"], ["a, b"]],
  ["a list", '["a","b"]', ["x"], ["a", "b"]],
])("reads %s", async (_what, typed, current, expected) => {
  expect(await readValue(typed, current, { readFile: async (path) => files[path] ?? "" })).toEqual(expected);
});
