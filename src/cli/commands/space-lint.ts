import { spaceTexts } from "../../lib/report/texts/space-texts.ts";
import { sqlProblems } from "../../lib/space/lint-sql.ts";
import type { SpaceProblem } from "../../lib/space/problem.ts";
import { loadParser } from "../../lib/sql/parser.ts";
import type { Command } from "../command.ts";
import { findingOf, problemsInWords } from "../show-space.ts";
import { checkWords, readSides } from "../space-side.ts";
import { wantedSpace } from "./space-pull.ts";

export const spaceLintCommand: Command = {
  name: "space lint",
  usage: "space lint [FILE|ID]",
  en: "every rule of the service that a configuration breaks, and SQL in it that cannot work, all at once",
  ko: "구성이 어긴 서비스 규칙과 동작하지 않을 SQL을 모두 한 번에 점검",
  options: [],
  takesWords: true,
  takesSettings: true,
  check: async (words) =>
    checkWords(words, "space lint", { least: 0, most: 1, words: "one file or id, or none for setting space_id" }),
  run: async (invocation) => {
    const { console, json, locale } = invocation;
    const word = invocation.arguments.positionals[0] ?? wantedSpace(invocation, undefined);
    const [side] = await readSides(invocation, [word]);
    if (side === undefined) throw new Error("one word gives one side");
    await loadParser();
    const found = [...side.problems, ...(side.rest === null ? [] : sqlProblems(side.rest))];
    const problems = found.toSorted((one, other) => weightOf(one) - weightOf(other));
    const texts = spaceTexts[locale];
    if (side.isWholeAnswer) console.err(`${texts.wholeAnswer(side.name)}\n`);
    if (side.migrated) console.err(`${texts.migrated(side.name)}\n`);
    if (json) console.out(`${JSON.stringify(problems.map((problem) => findingOf(problem, invocation)))}\n`);
    else if (problems.length === 0) console.out(`${texts.clean(side.name)}\n`);
    else {
      const errors = problems.filter((problem) => problem.severity === "error").length;
      console.out(`${problemsInWords(problems, invocation)}\n`);
      console.out(`${texts.found(errors, problems.length - errors, side.name)}\n`);
    }
    return problems.length === 0 ? 0 : 2;
  },
};

/** Errors come first. */
function weightOf({ severity }: SpaceProblem): number {
  return severity === "error" ? 0 : 1;
}
