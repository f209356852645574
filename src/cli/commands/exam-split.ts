import { familiesOf } from "../../lib/exam/families.ts";
import { loadExam } from "../../lib/exam/load-exam.ts";
import { fewestForHoldingOut } from "../../lib/exam/split-exam.ts";
import { markdownTable, plain } from "../../lib/report/markdown.ts";
import { loadParser } from "../../lib/sql/parser.ts";
import type { Command } from "../command.ts";
import { terminalMarkdown } from "../terminal-markdown.ts";
import { writeNewFile } from "../write-new-file.ts";
import { checkOneExam, forceOption, readWantedExam } from "./exam-option.ts";

export const examSplitCommand: Command = {
  name: "exam split",
  usage: "exam split [FILE|TABLE|space] [--seed N] [--out FILE.json]",
  en: "show which questions a run with this seed holds out, and which belong together",
  ko: "이 시드의 실행이 숨겨 둘 문항과 한 묶음인 문항을 표시",
  options: [
    { name: "out", type: "string", en: "file to write the split to, as JSON", ko: "나눈 결과를 JSON으로 저장할 파일" },
    forceOption,
  ],
  takesWords: true,
  takesSettings: true,
  check: async (words) => checkOneExam(words),
  run: async (invocation) => {
    const { console, locale, json } = invocation;
    const { out, force } = invocation.arguments.options;
    const { seed } = invocation.resolved.settings;
    await loadParser();
    const { source } = await readWantedExam(invocation);
    const exam = loadExam(source, String(seed));
    const families = familiesOf(exam.questions);
    const idsOf = (split: "visible" | "held_out"): string[] =>
      exam.questions.flatMap((question) => (question.split === split ? [question.id] : []));
    const split = {
      digest: exam.digest,
      seed,
      n: exam.questions.length,
      visible: idsOf("visible"),
      held_out: idsOf("held_out"),
      families: families.flatMap((family) => (family.length > 1 ? [family.map((question) => question.id)] : [])),
    };
    if (typeof out === "string") await writeNewFile(out, `${JSON.stringify(split, null, 2)}\n`, force === true);
    if (json) console.out(`${JSON.stringify(split)}\n`);
    else {
      const texts = words[locale];
      const table = markdownTable(
        texts.head,
        families.map((family) =>
          [
            family[0]?.split === "held_out" ? texts.heldOut : texts.visible,
            family.map((question) => question.id).join(", "),
            family[0]?.category ?? "–",
            family[0]?.question ?? "",
          ].map(plain),
        ),
      );
      const few = split.n < fewestForHoldingOut ? `\n${texts.few(split.n, fewestForHoldingOut)}` : "";
      const counts = texts.counts(split.visible.length, split.held_out.length, split.families.length, seed);
      console.out(`${terminalMarkdown(table, console.isTerminal)}\n${counts}${few}\n`);
    }
    if (typeof out === "string") console.err(`${words[locale].written(out)}\n`);
    return 0;
  },
};

const words = {
  en: {
    head: ["part", "questions", "category", "asks"],
    visible: "visible",
    heldOut: "held out",
    counts: (visible: number, heldOut: number, families: number, seed: number) =>
      `${String(visible)} visible, ${String(heldOut)} held out with seed ${String(seed)}; ${String(families)} ${families === 1 ? "group stays" : "groups stay"} together.`,
    few: (n: number, fewest: number) =>
      `${String(n)} questions are too few to hold any out: that begins at ${String(fewest)}.`,
    written: (path: string) => `Written to ${path}.`,
  },
  ko: {
    head: ["구분", "문항", "분류", "질문"],
    visible: "공개",
    heldOut: "숨김",
    counts: (visible: number, heldOut: number, families: number, seed: number) =>
      `시드 ${String(seed)}: 공개 ${String(visible)}개, 숨김 ${String(heldOut)}개. 함께 두는 묶음 ${String(families)}개.`,
    few: (n: number, fewest: number) => `문항이 ${String(n)}개라 숨기지 않습니다. ${String(fewest)}개부터 숨깁니다.`,
    written: (path: string) => `${path}에 저장했습니다.`,
  },
} as const;
