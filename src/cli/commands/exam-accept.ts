import { EnhancerError } from "../../lib/core/errors.ts";
import { examDigest } from "../../lib/exam/exam-digest.ts";
import type { Acceptance } from "../../lib/exam/write-exam.ts";
import { loadParser } from "../../lib/sql/parser.ts";
import { type AcceptAs, type Proposal, proposeAcceptance, withChange } from "../../runs/exam/accept-answer.ts";
import { isInVolume } from "../../runs/exam/exam-file.ts";
import { acceptedText, newestVersion } from "../../runs/exam/exam-version.ts";
import { findRun } from "../../runs/open-run.ts";
import type { RunContext } from "../../runs/run-context.ts";
import type { Command, ExitCode, Invocation } from "../command.ts";
import { confirm } from "../confirm.ts";
import { settingsOfRun } from "../settings-of-run.ts";
import { jobOption, withWorkspace } from "../with-workspace.ts";
import { writeNewFile } from "../write-new-file.ts";
import { acceptTexts, proposalInWords } from "../exam-accept-words.ts";
import { forceOption } from "./exam-option.ts";
import { runOption, wantedRun } from "./run-option.ts";

export const examAcceptCommand: Command = {
  name: "exam accept",
  usage: "exam accept QUESTION --why TEXT [--run ID] [--as policy|alternate] [--out FILE]",
  en: "take a run's answer that is right by another route into a new version of the exam",
  ko: "다른 방식으로 맞은 답을 시험의 새 버전에 인정",
  options: [
    runOption,
    jobOption,
    {
      name: "as",
      type: "string",
      en: "policy: the one that would accept the answer; alternate: its SQL [policy where one is named]",
      ko: "policy: 답을 인정할 정책, alternate: 답의 SQL [정책이 있으면 policy]",
    },
    { name: "why", type: "string", en: "the reason, for the record", ko: "기록에 남길 이유" },
    {
      name: "out",
      type: "string",
      en: "file of the new version [the next beside the exam]",
      ko: "새 버전 파일 [시험 옆의 다음 버전]",
    },
    forceOption,
    { name: "yes", type: "boolean", en: "answer yes where it would ask", ko: "묻는 곳에서 예로 답함" },
  ],
  takesWords: true,
  takesSettings: true,
  check: async ({ positionals, options }) => {
    if (positionals.length !== 1) {
      throw wrong(
        `One question at a time: ${String(positionals.length)} were given`,
        "Give the question's id behind `exam accept`.",
      );
    }
    asOf(options["as"]);
    if (typeof options["why"] !== "string" || options["why"].trim() === "") {
      throw wrong("--why is missing", 'Say why the answer is right: --why "the question leaves the order open".');
    }
  },
  run: (invocation) => withWorkspace<ExitCode>(invocation, (context) => accept(invocation, context)),
};

async function accept(invocation: Invocation, outer: RunContext): Promise<ExitCode> {
  await loadParser();
  const { options, positionals } = invocation.arguments;
  const run = await findRun(outer, wantedRun(invocation));
  const context = { ...outer, settings: settingsOfRun(invocation.resolved, run) };
  const proposal = await proposeAcceptance(context, run, positionals[0] ?? "", asOf(options["as"]));
  const { question, change, exam } = proposal;
  const accepted: Acceptance = {
    question: question.id,
    change,
    by: (await context.workspace.whoAmI(context.signal)).userName,
    at: context.clock.now().toISOString(),
    why: String(options["why"]).trim(),
    runId: run.run_id,
    previousDigest: exam.digest,
  };
  const version = await newestVersion(context.settings.benchmarks, exam, context);
  const changed = withChange(question, change);
  const text = acceptedText(version, question, changed, accepted);
  const file = typeof options["out"] === "string" ? options["out"] : version.next;
  const digest = examDigest(version.questions.map((one) => (one.id === question.id ? changed : one)));
  const texts = acceptTexts[invocation.locale];
  const told = {
    question: question.id,
    run_id: run.run_id,
    change,
    file,
    before: { digest: version.digest, verdict: proposal.before.verdict, reason: proposal.before.reason },
    after: { digest, verdict: proposal.after.verdict, reason: proposal.after.reason },
    expected: resultOf(proposal.expected),
    actual: resultOf(proposal.actual),
    by: accepted.by,
    why: accepted.why,
  };
  const out = invocation.json ? invocation.console.err : invocation.console.out;
  const say = (words: string): void => out(`${words}\n`);
  say(proposalInWords(proposal, invocation.locale, invocation.console.isTerminal));
  const written = await decided(invocation, proposal, file);
  if (written) {
    if (isInVolume(file)) await writeToVolume(context, file, text, options["force"] === true);
    else await writeNewFile(file, text, options["force"] === true);
    say(texts.written(file, version.from, run.run_id, exam.digest.slice(0, 12)));
  } else say(texts.notWritten);
  if (invocation.json) invocation.console.out(`${JSON.stringify({ ...told, written })}\n`);
  return written ? 0 : 2;
}

/** What would not make the answer right is not written, whoever says yes. */
async function decided(invocation: Invocation, { after }: Proposal, file: string): Promise<boolean> {
  const texts = acceptTexts[invocation.locale];
  if (after.verdict !== "CORRECT") {
    invocation.console.err(`${texts.useless}\n`);
    return false;
  }
  return confirm(invocation, { question: texts.ask(file), noTerminal: texts.noTerminal });
}

async function writeToVolume(
  { workspace, signal }: RunContext,
  file: string,
  text: string,
  force: boolean,
): Promise<void> {
  if (!force) {
    const there = await workspace.files.read(file, signal).catch((thrown: unknown) => {
      if (thrown instanceof EnhancerError && thrown.code === "NOT_FOUND") return null;
      throw thrown;
    });
    if (there !== null) {
      throw new EnhancerError({
        code: "CONFLICT",
        message: `${file} is there already and was left as it is`,
        remedy: "Give another name in --out, or add --force to write over it.",
      });
    }
  }
  await workspace.files.write(file, text, signal);
}

function resultOf(outcome: Proposal["expected"]): unknown {
  if (outcome.kind !== "rows") return { error: outcome.kind === "failed" ? outcome.message : "cancelled" };
  const { columns, rows } = outcome.result;
  return { columns: columns.map((column) => column.name), rows: rows.slice(0, mostRows), row_count: rows.length };
}

const mostRows = 100;

function asOf(value: string | boolean | undefined): AcceptAs | null {
  if (value === undefined) return null;
  if (value === "policy" || value === "alternate") return value;
  throw wrong(`--as = ${JSON.stringify(value)}: there is no such way to accept`, "Give policy or alternate.");
}

function wrong(message: string, remedy: string): EnhancerError {
  return new EnhancerError({ code: "SETTINGS_INVALID", message, remedy });
}
