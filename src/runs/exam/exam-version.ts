import { readFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { EnhancerError } from "../../lib/core/errors.ts";
import { decodeText } from "../../lib/exam/decode-text.ts";
import { examDigest } from "../../lib/exam/exam-digest.ts";
import { loadQuestions } from "../../lib/exam/load-exam.ts";
import type { Exam, Question } from "../../lib/exam/question.ts";
import { type Acceptance, examText, nextVersion, type WrittenFormat } from "../../lib/exam/write-exam.ts";
import type { RunContext } from "../run-context.ts";
import { isExamFile, isInVolume } from "./exam-file.ts";

/** A version of an exam to build the next one on. */
export type ExamVersion = {
  /** Where it was read from; null for a table, the space, or a format that cannot hold everything. */
  readonly from: string | null;
  readonly text: string;
  readonly format: WrittenFormat;
  readonly questions: readonly Question[];
  readonly digest: string;
  /** Where the next version goes unless told otherwise. */
  readonly next: string;
};

/** Beyond, somebody counts something else. */
const mostVersions = 1000;

/**
 * The newest version of the exam that a run was scored by: the file that it came from, or `<name>.v2.yml`, `.v3.yml` … beside it, since each
 * acceptance makes one. A table, the space itself, CSV and Markdown have theirs in a YAML file of its own.
 */
export async function newestVersion(
  benchmarks: string,
  exam: Exam,
  context: Pick<RunContext, "workspace" | "signal">,
): Promise<ExamVersion> {
  const isDocument = /\.(?:json|ya?ml)$/iu.test(benchmarks);
  const ending = isDocument ? extname(benchmarks) : ".yml";
  const plain = isExamFile(benchmarks) ? benchmarks.slice(0, -extname(benchmarks).length) : sheetName(benchmarks);
  const stem = plain.replace(/\.v\d+$/u, "");
  const first = Number(/\.v(?<number>\d+)$/u.exec(plain)?.groups?.["number"] ?? 1);
  const format: WrittenFormat = /\.json$/iu.test(ending) ? "json" : "yaml";
  let newest = isDocument ? await read(benchmarks, context) : null;
  let from = newest === null ? null : benchmarks;
  let number = first;
  for (; number < mostVersions; number += 1) {
    const path = `${stem}.v${String(number + 1)}${ending}`;
    const text = await read(path, context);
    if (text === null) break;
    newest = text;
    from = path;
  }
  const next = `${stem}.v${String(number + 1)}${ending}`;
  const text = newest ?? examText(exam.questions, format);
  const questions = loadQuestions({ kind: "text", name: basename(from ?? exam.source), text, format });
  return { from, text, format, questions, digest: examDigest(questions), next };
}

/**
 * The text of the next version. It is read again before it is given: it differs in nothing but what was accepted.
 * @throws EnhancerError CONFLICT when the newest version asks or expects something else than the run did
 */
export function acceptedText(version: ExamVersion, asRun: Question, changed: Question, accepted: Acceptance): string {
  const index = version.questions.findIndex(({ id }) => id === asRun.id);
  const now = version.questions[index];
  if (now === undefined || examDigest([now]) !== examDigest([asRun])) {
    throw new EnhancerError({
      code: "CONFLICT",
      message: `Question ${asRun.id} is not in ${version.from ?? "the exam"} as the run asked it`,
      remedy:
        "Give the file that the run used with --benchmarks FILE, or accept an answer of a run with the newer exam.",
    });
  }
  const text = nextVersion(version.text, version.format, index, { ...accepted, previousDigest: version.digest });
  const readAgain = loadQuestions({ kind: "text", name: version.next, text, format: version.format });
  const wanted = version.questions.map((question, place) => (place === index ? changed : question));
  if (examDigest(readAgain) === examDigest(wanted)) return text;
  throw new EnhancerError({
    code: "INTERNAL",
    message: `The new version of ${version.from ?? "the exam"} would differ in more than question ${asRun.id}; nothing was written`,
    remedy: "This is a defect: please report it with the exam's file.",
  });
}

/** A file's name out of a table's, or for the space. */
function sheetName(benchmarks: string): string {
  return `${benchmarks.replaceAll(/[^\p{L}\p{N}_.-]+/gu, "_")}.exam`;
}

async function read(
  path: string,
  { workspace, signal }: Pick<RunContext, "workspace" | "signal">,
): Promise<string | null> {
  try {
    const bytes = isInVolume(path) ? await workspace.files.read(path, signal) : await readFile(path);
    return decodeText(join(dirname(path), basename(path)), bytes).text;
  } catch (thrown) {
    if (thrown instanceof EnhancerError ? thrown.code === "NOT_FOUND" : isMissing(thrown)) return null;
    throw thrown;
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT";
}
