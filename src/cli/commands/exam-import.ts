import { EnhancerError } from "../../lib/core/errors.ts";
import { examDigest } from "../../lib/exam/exam-digest.ts";
import { type LoadedQuestions, readQuestions } from "../../lib/exam/load-exam.ts";
import { examText, questionEntry, type WrittenFormat } from "../../lib/exam/write-exam.ts";
import type { Locale } from "../../lib/report/locale.ts";
import { markdownTable, plain } from "../../lib/report/markdown.ts";
import { loadParser } from "../../lib/sql/parser.ts";
import type { Command } from "../command.ts";
import { terminalMarkdown } from "../terminal-markdown.ts";
import { writeNewFile } from "../write-new-file.ts";
import { checkOneExam, forceOption, readWantedExam } from "./exam-option.ts";

export const examImportCommand: Command = {
  name: "exam import",
  usage: "exam import [FILE|TABLE|space] [--out FILE.yml|FILE.json]",
  en: "read an exam from CSV, Markdown, JSON, YAML, a table or the space, and write it as YAML or JSON",
  ko: "CSV·Markdown·JSON·YAML·테이블·스페이스에서 시험을 읽어 YAML이나 JSON으로 저장",
  options: [
    { name: "out", type: "string", en: "file to write, .yml or .json", ko: "저장할 파일(.yml 또는 .json)" },
    forceOption,
  ],
  takesWords: true,
  takesSettings: true,
  check: async (words) => {
    checkOneExam(words);
    if (typeof words.options["out"] === "string") formatOf(words.options["out"]);
  },
  run: async (invocation) => {
    const { json, console, locale } = invocation;
    const { out, force } = invocation.arguments.options;
    await loadParser();
    const { source, encoding } = await readWantedExam(invocation);
    const loaded = readQuestions(source);
    if (typeof out === "string") await writeNewFile(out, examText(loaded.questions, formatOf(out)), force === true);
    if (json) console.out(`${JSON.stringify(loaded.questions.map(questionEntry))}\n`);
    else {
      const texts = words[locale];
      const table = markdownTable(
        texts.head,
        loaded.questions.map((question) =>
          [question.id, question.question, question.category ?? "–", String(question.alternates.length)].map(plain),
        ),
      );
      console.out(`${terminalMarkdown(table, console.isTerminal)}\n`);
    }
    const said = notes(
      loaded,
      source.name,
      encoding === "cp949" ? "CP949" : null,
      typeof out === "string" ? out : null,
      locale,
    );
    console.err(`${said.join("\n")}\n`);
    return 0;
  },
};

function formatOf(path: string): WrittenFormat {
  if (/\.json$/iu.test(path)) return "json";
  if (/\.ya?ml$/iu.test(path)) return "yaml";
  throw new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `--out = ${JSON.stringify(path)}: an exam is written as YAML or JSON`,
    remedy: "Give a name that ends in .yml, .yaml or .json.",
  });
}

/** What was done to the exam on the way, so that nothing changes unseen. */
function notes(
  loaded: LoadedQuestions,
  name: string,
  encoding: string | null,
  out: string | null,
  locale: Locale,
): readonly string[] {
  const texts = words[locale];
  const { questions, madeIds, trimmed, ignored } = loaded;
  return [
    texts.read(questions.length, name, examDigest(questions).slice(0, 12)),
    ...(encoding === null ? [] : [texts.encoding(encoding)]),
    ...(madeIds.length === 0 ? [] : [texts.madeIds(madeIds.length)]),
    ...(trimmed.length === 0 ? [] : [texts.trimmed(trimmed.length)]),
    ...(ignored.length === 0 ? [] : [texts.ignored(ignored.join(", "))]),
    ...(out === null ? [texts.notWritten] : [texts.written(out)]),
  ];
}

const words = {
  en: {
    head: ["id", "question", "category", "alternates"],
    read: (count: number, name: string, digest: string) =>
      `${String(count)} question${count === 1 ? "" : "s"} read from ${name}, digest ${digest}.`,
    encoding: (encoding: string) => `The file is ${encoding}; what is written is UTF-8.`,
    madeIds: (count: number) => `${String(count)} had no id; ids were made from the questions' texts.`,
    trimmed: (count: number) => `Space around texts was taken off in ${String(count)}.`,
    ignored: (columns: string) => `Columns read over: ${columns}.`,
    written: (path: string) => `Written to ${path}. Use it with --benchmarks ${path}.`,
    notWritten: "Nothing was written; --out FILE.yml writes it.",
  },
  ko: {
    head: ["ID", "질문", "분류", "대체 SQL"],
    read: (count: number, name: string, digest: string) =>
      `${name}에서 문항 ${String(count)}개를 읽었습니다(다이제스트 ${digest}).`,
    encoding: (encoding: string) => `파일 인코딩은 ${encoding}이며, 저장할 때는 UTF-8을 씁니다.`,
    madeIds: (count: number) => `ID가 없는 문항 ${String(count)}개는 질문 글에서 ID를 만들었습니다.`,
    trimmed: (count: number) => `문항 ${String(count)}개에서 앞뒤 공백을 없앴습니다.`,
    ignored: (columns: string) => `읽지 않은 열: ${columns}.`,
    written: (path: string) =>
      `${path}에 저장했습니다. 다음 실행부터 \`--benchmarks ${path}\`를 주면 이 시험을 씁니다.`,
    notWritten: "저장하지 않았습니다. --out FILE.yml을 주면 저장합니다.",
  },
} as const;
