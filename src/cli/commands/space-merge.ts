import { spaceTexts } from "../../lib/report/texts/space-texts.ts";
import { diffSpaces } from "../../lib/space/diff.ts";
import { mergeSpaces, type MergeConflict } from "../../lib/space/merge.ts";
import { spaceText } from "../../lib/space/space-text.ts";
import { validateSpace } from "../../lib/space/validate.ts";
import type { Command, Invocation } from "../command.ts";
import { problemsInWords, shown } from "../show-space.ts";
import { writeSpaceFile } from "../space-file.ts";
import { checkWords, documentOf, readSides } from "../space-side.ts";
import { forceOption } from "./exam-option.ts";
import { runOption } from "./run-option.ts";

export const spaceMergeCommand: Command = {
  name: "space merge",
  usage: "space merge BASE OURS THEIRS [--out FILE]",
  en: "bring two edits of one configuration together; where both changed the same, it says so and writes nothing",
  ko: "한 구성을 두 사람이 고친 결과를 병합(같은 곳을 다르게 고쳤으면 알리고 저장하지 않음)",
  options: [
    { name: "out", type: "string", en: "file to write [stdout]", ko: "저장할 파일 [stdout]" },
    forceOption,
    runOption,
  ],
  takesWords: true,
  takesSettings: true,
  check: async (words) =>
    checkWords(words, "space merge", { least: 3, most: 3, words: "three configurations: base, ours and theirs" }),
  run: async (invocation) => {
    const { console, json, locale } = invocation;
    const { out, force } = invocation.arguments.options;
    const sides = await readSides(invocation, invocation.arguments.positionals);
    const [base, ours, theirs] = sides.map((side) => documentOf(side, invocation));
    if (base === undefined || ours === undefined || theirs === undefined) throw new Error("three words were checked");
    const texts = spaceTexts[locale];
    const result = mergeSpaces(base, ours, theirs);
    if (result.kind === "conflict") {
      if (json) console.out(`${JSON.stringify({ conflicts: result.conflicts })}\n`);
      else console.out(`${conflictsInWords(result.conflicts, invocation)}\n`);
      console.err(`${texts.notMerged(result.conflicts.length)}\n`);
      return 2;
    }
    const text = spaceText(result.document);
    const wrote = typeof out === "string" ? await writeSpaceFile(out, text, force === true) : null;
    if (wrote === null || json) console.out(text);
    console.err(`${texts.merged(diffSpaces(base, ours).length, diffSpaces(base, theirs).length)}\n`);
    if (wrote !== null) console.err(`${texts[wrote === "same" ? "alreadyWritten" : "written"](String(out))}\n`);
    const problems = validateSpace(result.document);
    if (problems.length > 0) console.err(`${problemsInWords(problems, invocation)}\n`);
    return 0;
  },
};

/** Each place with what stood there and what either side made of it. */
function conflictsInWords(conflicts: readonly MergeConflict[], { locale }: Pick<Invocation, "locale">): string {
  const texts = spaceTexts[locale];
  const value = (path: string, each: unknown): string => {
    if (each === null) return texts.absent;
    if (typeof each === "string") return each;
    const isText = Array.isArray(each) && each.every((piece) => typeof piece === "string");
    // A join's condition and marker are two texts; all else that comes in pieces is one.
    return isText ? each.join(path.includes("join_specs[") && path.endsWith(".sql") ? "\n" : "") : JSON.stringify(each);
  };
  const lines = conflicts.flatMap(({ path, ...three }) => [
    `  ${path}`,
    ...(["base", "ours", "theirs"] as const).map(
      (side) => `      ${texts.conflict[side]}: ${value(path, three[side]).replaceAll("\n", "\n        ")}`,
    ),
  ]);
  return shown(lines.join("\n"));
}
