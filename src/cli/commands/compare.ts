import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { parse } from "yaml";
import { EnhancerError, toEnhancerError } from "../../lib/core/errors.ts";
import { type CaseVerdict, compareCase } from "../../lib/scoring/compare-case.ts";
import { loadParser } from "../../lib/sql/parser.ts";
import type { Command, ExitCode, Invocation } from "../command.ts";

const file = (name: string, en: string, ko: string) => ({ name, type: "string", en, ko }) as const;

export const compareCommand: Command = {
  name: "compare",
  usage: "compare --expected e.json --actual a.json [--sql q.sql] [--policy p.yml] | --batch cases.jsonl",
  en: "judge an answer's result against the expected one; each is a Statement Execution response",
  ko: "답변 결과를 기대 결과와 비교(각각 Statement Execution 응답)",
  options: [
    file("expected", "result of the expected SQL", "기대 SQL의 결과"),
    file("actual", "result of the answer's SQL", "답변 SQL의 결과"),
    file("untruncated", "result of the expected SQL without its LIMIT", "LIMIT 없이 실행한 기대 결과"),
    file(
      "alternates",
      "further accepted answers: [{sql, result, untruncated?}]",
      "추가로 인정하는 답: [{sql, result, untruncated?}]",
    ),
    file("sql", "the expected SQL, which says whether order counts", "기대 SQL(순서가 중요한지 알려 줌)"),
    file("policy", "the question's policy, YAML or JSON", "문항의 정책(YAML 또는 JSON)"),
    file("batch", "JSON lines of cases; one verdict a line", "사례의 JSON Lines 파일, 한 줄에 판정 하나"),
  ],
  takesSettings: false,
  run: async (invocation) => {
    await loadParser();
    const { batch } = invocation.arguments.options;
    return typeof batch === "string" ? compareBatch(invocation, batch) : compareOne(invocation);
  },
};

async function compareOne(invocation: Invocation): Promise<ExitCode> {
  const option = (name: string): string | null => {
    const value = invocation.arguments.options[name];
    return typeof value === "string" ? value : null;
  };
  const json = async (name: string): Promise<unknown> => {
    const path = option(name);
    return path === null ? undefined : parsed(path, await text(path));
  };
  if (option("expected") === null || option("actual") === null) {
    throw new EnhancerError({
      code: "SETTINGS_INVALID",
      message: "compare needs two results",
      remedy: "Give --expected FILE and --actual FILE, or --batch FILE with a case a line.",
    });
  }
  const [expected, actual, untruncated, alternates] = await Promise.all(
    ["expected", "actual", "untruncated", "alternates"].map(json),
  );
  const sqlPath = option("sql");
  const policyPath = option("policy");
  const verdict = compareCase({
    expected,
    actual,
    ...(untruncated === undefined ? {} : { untruncated }),
    ...(alternates === undefined ? {} : { alternates }),
    ...(sqlPath === null ? {} : { sql: await text(sqlPath) }),
    ...(policyPath === null ? {} : { policy: parsed(policyPath, await text(policyPath)) }),
  });
  invocation.console.out(invocation.json ? `${JSON.stringify(verdict)}\n` : inWords(verdict));
  return verdict.verdict === "CORRECT" ? 0 : 2;
}

function inWords({ verdict, reason, difference, accepted_by: accepted }: CaseVerdict): string {
  const words = difference === null ? "" : `: ${difference.words}`;
  return `${verdict}${words}${reason === null ? "" : ` (${reason})`}\n${accepted === null ? "" : `${accepted.words}\n`}`;
}

/** A line at a time, so that a batch may be larger than memory; a line that is no case stops it, by its number. */
async function compareBatch(invocation: Invocation, path: string): Promise<ExitCode> {
  let code: ExitCode = 0;
  let number = 0;
  const lines = createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Number.POSITIVE_INFINITY });
  try {
    for await (const line of lines) {
      number += 1;
      if (line.trim() === "") continue;
      const verdict = compareCase(parsed(`${path}:${String(number)}`, line));
      if (verdict.verdict !== "CORRECT") code = 2;
      invocation.console.out(`${JSON.stringify(verdict)}\n`);
    }
  } catch (thrown) {
    if (!(thrown instanceof EnhancerError)) throw unreadable(path, thrown);
    const error = toEnhancerError(thrown);
    throw new EnhancerError({
      code: error.code,
      message: `${path}:${String(number)}: ${error.message}`,
      remedy: error.remedy,
      cause: thrown,
    });
  }
  return code;
}

async function text(path: string): Promise<string> {
  return readFile(path, "utf8").catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
}

/** JSON is YAML, and YAML's errors carry the line. */
function parsed(path: string, content: string): unknown {
  try {
    return content.trimStart().startsWith("{") || content.trimStart().startsWith("[")
      ? JSON.parse(content)
      : (parse(content) as unknown);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): EnhancerError {
  return new EnhancerError({
    code: "BAD_REQUEST",
    message: `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: "`genie-enhancer compare --help` says what each file holds.",
    cause,
  });
}
