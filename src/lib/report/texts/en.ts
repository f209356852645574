import type { Reason } from "../../gate/trial.ts";
import { decisionTexts } from "./decision-texts.ts";
import type { TextCatalogue } from "./text-catalogue.ts";

const p = (value: number): string => (value < 0.001 ? "p < 0.001" : `p = ${value.toFixed(3)}`);

/** "1 pair", "2 pairs". */
const many = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? "" : "s"}`;

function reason(facts: Reason): string {
  switch (facts.kind) {
    case "no_target_moved":
      return facts.targets === 1
        ? "the one question it declared did not become right"
        : `none of the ${String(facts.targets)} declared questions became right`;
    case "stopped":
      return "a person asked the run to stop before this was tested";
    case "own_questions_unmoved":
      return "the fixes around it were proven, but its own questions gained nothing";
    case "adds_nothing":
      return "taken out for a try, and its questions stayed right without it";
    case "guard_lost":
      return `questions that were right before were lost and stayed lost: ${facts.questions.join(", ")}`;
    case "proven":
      return pairs(facts);
    case "not_proven":
      return [
        pairs(facts),
        `one repaired question would have been found ${(facts.power * 10).toFixed(0)} times in 10`,
        ...(facts.pairsNeeded === null ? ["more pairs would not settle it"] : []),
        ...(facts.pairsNeeded !== null && facts.pairsNeeded > facts.pairs
          ? [`${String(facts.pairsNeeded)} pairs a question (--confirm-pairs) would find it 8 times in 10`]
          : []),
        ...(facts.questionsNeeded !== null && facts.questionsNeeded > 1
          ? [`so would a change that repairs ${String(facts.questionsNeeded)} such questions`]
          : []),
        ...(facts.wrongQuestionsNeeded == null
          ? []
          : [
              `its questions are nearly always right already; a change that repairs ${many(facts.wrongQuestionsNeeded, "wrong question")} would be found 8 times in 10`,
            ]),
      ].join("; ");
    case "too_few_valid":
      return `only ${String(facts.valid)} of ${many(facts.planned, "answer")} of the ${facts.phase} phase ${facts.valid === 1 ? "was" : "were"} valid: nothing is held against the fix`;
  }
}

function pairs(facts: {
  readonly wins: number;
  readonly losses: number;
  readonly p: number;
  readonly pairs: number;
}): string {
  return `${many(facts.wins, "pair")} won, ${String(facts.losses)} lost (${p(facts.p)}, ${many(facts.pairs, "pair")} a question)`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${String(minutes)} min` : `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

function gained(effect: string): string {
  return `${effect} ${effect === "+1.0" || effect === "−1.0" ? "question" : "questions"}`;
}

export const en: TextCatalogue = {
  reportTitle: (space) => `Run report: ${space}`,
  lessonsTitle: (space) => `Lessons learned: ${space}`,
  decisionTitle: (space) => `Promotion decision: ${space}`,
  localNotice:
    "This run used the local workspace, where Genie and the model are rule-based stand-ins: the numbers show the job's mechanics, not Genie's skill.",
  headings: {
    summary: "In short",
    trend: "Score by loop",
    changes: "Changes kept",
    stopped: "Changes stopped, and why",
    questions: "Questions",
    decision: "Promotion decision",
    next: "What to do next",
    cost: "What it cost",
    effectiveness: "Effect by fix type",
    worked: "What worked",
    avoid: "What to avoid",
    unsettled: "Not settled: worth another try",
    verdictFirst: "Decision and next step",
  },
  labels: {
    run: "Run",
    status: "Status",
    outcome: "Outcome",
    workspace: "Workspace",
    exam: "Exam",
    timeZone: "Times without a zone are read in",
    problem: "Error",
    initialScore: "Score at the start",
    finalScore: "Score at the end",
    heldOut: "Held-out questions",
    flaky: "Flaky questions",
    loop: "Loop",
    score: "Score",
    interval: "95% interval",
    decision: "Decision",
    kept: "Kept",
    reverted: "Reverted",
    blocked: "Blocked",
    proposed: "Proposed",
    asked: "Asked",
    change: "Change",
    type: "Type",
    targets: "Its questions",
    effect: "Effect",
    characters: "Characters",
    why: "Why",
    question: "Question",
    before: "Before",
    after: "After",
    failure: "What was wrong",
    rule: "Rule",
    required: "Required",
    observed: "Observed",
    verdict: "Verdict",
    note: "Note",
    fixType: "Fix type",
    applied: "Applied",
    positive: "Positive",
    negative: "Negative",
    averageImprovement: "Average improvement",
    questionsAsked: "Questions asked",
    statements: "SQL statements",
    modelCalls: "Model calls",
    tokens: "Tokens",
    duration: "Time",
    target: "Target",
    item: "Item",
    value: "Value",
    id: "Id",
    end: "End",
  },
  questionGroups: {
    lost: "Lost: right before, wrong now",
    wrong: "Still wrong",
    gained: "Became right",
    right: "Right before and now",
    unasked: "Not asked",
  },
  statuses: {
    RUNNING: "running",
    AWAITING_APPROVAL: "waiting for approval",
    NEEDS_ANOTHER_LOOP: "needs another loop",
    TARGET_REACHED: "target reached",
    PLATEAU: "plateau",
    MAX_LOOPS: "all loops used",
    BUDGET_EXHAUSTED: "budget exhausted",
    STOPPED: "stopped",
    BLOCKED: "blocked",
    FAILED: "failed",
  },
  outcomes: {
    IMPROVED: "improved",
    NO_PROVEN_CHANGE: "no proven change",
    INDECISIVE: "indecisive",
    CONFLICT: "conflict with edits in production",
    EXAM_NOT_FIT: "exam not fit",
  },
  verdicts: {
    PASS: "pass",
    FAIL: "fail",
    WARN: "warning",
    NOT_TESTED: "not tested",
    PROMOTE: "Promote: everything required holds",
    HOLD: "Hold: nothing is worse, but something required is missing",
    REJECT: "Reject: something is worse than in production",
  },
  stopReasons: {
    target_reached: "a full evaluation reached the target",
    too_easy: "the exam was passed before any change: it cannot show an improvement",
    nothing_left_to_try: "no fix is left that passes every check",
    no_gain_in_two_loops: "two loops in a row kept nothing",
    loops_used_up: "all loops were used",
    too_few_valid_answers: "more than one answer in ten was spoilt by the platform: nothing can be decided on them",
    exam_not_fit: "too many of the exam's questions cannot be judged by: nothing was asked",
    exam_not_evaluable: "none of the exam's own SQL can be judged by: mend the exam first",
    approval_expired: "nobody decided on the plan in time",
    asked_to_stop: "a person asked to stop",
    stage_failed: "a stage failed: the run table holds the error",
    interrupted: "the run was interrupted",
    next_loop_refused: "the next job run could not be started: the run table holds the reason",
    time_limit: "a stage reached its time limit, and a new job run goes on",
    watch: "the space was only watched",
    watch_dropped: "the space was only watched, and its score dropped",
  },
  validations: {
    PROVEN: "proven",
    NO_CHANGE: "no change",
    UNDERPOWERED: "not enough evidence",
    HARMFUL: "harmful",
    INDECISIVE: "indecisive",
    NOT_TESTED: "not tested",
  },
  advice: {
    harmful: "Broke questions that were right: do not bring these to the space.",
    no_change: "Tested, and its own questions gained nothing: not worth another try as it stands.",
    blocked: "Stopped by a check before anything was asked.",
    refused: "A person said no: not proposed again as they are in this run.",
    unsettled: "The test could not tell: more questions, or another run, may.",
  },
  categories: {
    wrong_table: "wrong table",
    wrong_join: "wrong join",
    wrong_filter: "wrong filter",
    wrong_aggregation: "wrong aggregation",
    wrong_column: "wrong column",
    wrong_grouping: "wrong grouping",
    wrong_ordering: "wrong order or limit",
    wrong_calculation: "wrong calculation",
    missing_synonym: "missing synonym",
    missing_pattern: "missing pattern",
    date_handling: "date handling",
    no_sql_generated: "no SQL",
    execution_failed: "SQL failed",
    timeout: "timeout",
    permission_denied: "permission denied",
    ambiguous: "asked back",
  },
  checks: {
    off_schema: "the reply had not the form asked for",
    targets: "it declares no visible question that fails now",
    unknown_table: "it names a table that the space has not",
    unknown_column: "it names a column that the catalog does not know",
    rejected_before: "the same fix was rejected before",
    duplicate: "another proposal, or the space itself, does the same",
    no_effect: "it would change nothing",
    over_limit: "the space would exceed a limit of the platform",
    sql: "its SQL cannot be run",
    visible_answer: "it would write an exam question's answer into the space",
    held_out: "it holds something of a held-out question",
    conflict: "it contradicts another fix of the plan",
  },
  reason,
  ruleFacts: decisionTexts.en.ruleFacts,
  duration,
  rules: decisionTexts.en.rules,
  scoreLine: (correct, n, repeats, notEvaluable, low, high) =>
    `${String(correct)} of ${String(n)} (${((correct / Math.max(1, n)) * 100).toFixed(1)}%; 95% interval ${low}–${high}; ${String(repeats)} ask${repeats === 1 ? "" : "s"} a question; ${String(notEvaluable)} not evaluable)`,
  count: (correct, n) => `${String(correct)} of ${String(n)}`,
  examLine: (n, visible, heldOut, source) =>
    `${String(n)} questions (${String(visible)} visible, ${String(heldOut)} held out) from ${source}`,
  none: "none",
  notMeasured: "not measured",
  nothingWorked: "No change was proven to help in this run.",
  nothingToAvoid: "Nothing was rejected in this run.",
  halfRightNotice:
    "A question that falls from right to right half of the time passes a loop's guard about 7 times in 10; the three asks of the whole exam before promotion are the catch.",
  nothingUnsettled: "Every test gave a clear answer.",
  trendNote: (n, notEvaluable) =>
    `Each loop's line is the score it began with, over all ${many(n, "visible question")} (not evaluable: ${String(notEvaluable)}): a question counts as right when at least two of its three newest answers were. The last line is one ask of every visible question on dev-best. Intervals count questions, not asks.`,
  keptTogether: (loop, fixes, why) =>
    fixes === 1
      ? `Loop ${String(loop)}, ${why}:`
      : `Loop ${String(loop)}, ${String(fixes)} fixes kept together, ${why}:`,
  missing: (rule, observed, required) => `${rule}: ${observed} (required: ${required})`,
  times: (count) => `${String(count)} times`,
  unreadable: "A reply that is no fix",
  undone: "taken back from production",
  heldOutMark: "held out",
  helped: gained,
  costs: (characters) => `${characters} characters`,
  helpedTogether: (fixes, effect) => `${fixes === 1 ? "1 fix" : `${String(fixes)} fixes`}, ${gained(effect)}.`,
};
