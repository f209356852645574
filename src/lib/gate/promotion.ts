import type { Answer } from "./calibration.ts";
import { mcnemarOneSided } from "./mcnemar.ts";
import { reaches } from "./stop.ts";

/** The whole exam's last asks: three on production and three on dev-best, a question at a time. */
export type FinalQuestion = {
  readonly questionId: string;
  readonly split: "visible" | "held_out";
  readonly mustPass: boolean;
  readonly production: readonly Answer[];
  readonly best: readonly Answer[];
};

export type PromotionFacts = {
  readonly targetScore: number;
  readonly finalScore: { readonly correct: number; readonly n: number } | null;
  readonly kept: number;
  readonly questions: readonly FinalQuestion[];
  /** Median seconds to an answer on each arm, or null when nobody answered. */
  readonly medianSeconds: { readonly production: number | null; readonly best: number | null };
  /** Whether production's configuration is still the one that was cloned. */
  readonly production: "unchanged" | "changed";
};

/** A rule's name is stable: it stands in rows and is put into words by the report. */
export type RuleName =
  | "target_score"
  | "proven_changes"
  | "visible_not_worse"
  | "held_out_not_worse"
  | "no_question_lost"
  | "must_pass"
  | "valid_answers"
  | "answer_time"
  | "production_unchanged";

export type PromotionRule = {
  readonly rule: RuleName;
  readonly verdict: "PASS" | "FAIL" | "WARN" | "NOT_TESTED";
  readonly required: string;
  readonly observed: string;
  /** Questions the line is about, empty when it is about none in particular. */
  readonly questions: readonly string[];
};

export type Promotion = { readonly verdict: "PROMOTE" | "HOLD" | "REJECT"; readonly rules: readonly PromotionRule[] };

/** A failing rule of these says that dev-best is worse somewhere: no. Any other failing rule says: not yet. */
const vetoes: ReadonlySet<RuleName> = new Set([
  "visible_not_worse",
  "held_out_not_worse",
  "no_question_lost",
  "must_pass",
]);
/** Without these nobody has looked: then it is too early, whatever the other lines say. */
const mustBeTested: ReadonlySet<RuleName> = new Set(["target_score", "valid_answers"]);
const level = 0.05;
const netLossesOfAQuestion = 3;
const validShare = 0.9;
const slowerBy = 1.5;

/** The promotion decision table (docs/gate.md, step 7). */
export function decidePromotion(facts: PromotionFacts): Promotion {
  const rules = [
    targetRule(facts),
    rule("proven_changes", facts.kept > 0 ? "PASS" : "FAIL", "≥ 1", String(facts.kept)),
    notWorse(
      "visible_not_worse",
      facts.questions.filter((q) => q.split === "visible"),
    ),
    notWorse(
      "held_out_not_worse",
      facts.questions.filter((q) => q.split === "held_out"),
    ),
    noQuestionLost(facts.questions),
    mustPass(facts.questions),
    validAnswers(facts.questions),
    answerTime(facts.medianSeconds),
    rule("production_unchanged", facts.production === "unchanged" ? "PASS" : "WARN", "unchanged", facts.production),
  ];
  const failing = rules.filter(
    (one) => one.verdict === "FAIL" || (one.verdict === "NOT_TESTED" && mustBeTested.has(one.rule)),
  );
  const verdict = failing.some((one) => vetoes.has(one.rule)) ? "REJECT" : failing.length > 0 ? "HOLD" : "PROMOTE";
  return { verdict, rules };
}

function targetRule({ finalScore, targetScore }: PromotionFacts): PromotionRule {
  const required = `≥ ${percent(targetScore)}`;
  if (finalScore === null || finalScore.n === 0) return rule("target_score", "NOT_TESTED", required, "–");
  const observed = `${percent(finalScore.correct / finalScore.n)} (${String(finalScore.correct)}/${String(finalScore.n)})`;
  return rule(
    "target_score",
    reaches(finalScore.correct / finalScore.n, targetScore) ? "PASS" : "FAIL",
    required,
    observed,
  );
}

/** Losses against wins over interleaved pairs; worse when losses this lopsided would come by chance less than 5 times in 100. */
function notWorse(name: RuleName, questions: readonly FinalQuestion[]): PromotionRule {
  const required = `p(loss) > ${String(level)}`;
  if (questions.length === 0) return rule(name, "NOT_TESTED", required, "–");
  const total = questions
    .map(winsAndLosses)
    .reduce((sum, one) => ({ wins: sum.wins + one.wins, losses: sum.losses + one.losses }));
  const p = mcnemarOneSided(total.losses, total.wins);
  const verdict = total.losses > total.wins && p <= level ? "FAIL" : "PASS";
  return rule(name, verdict, required, `+${String(total.wins)} −${String(total.losses)}, p = ${p.toFixed(3)}`);
}

function noQuestionLost(questions: readonly FinalQuestion[]): PromotionRule {
  const lost = questions.filter((question) => {
    const { wins, losses } = winsAndLosses(question);
    return losses - wins >= netLossesOfAQuestion;
  });
  return {
    ...rule("no_question_lost", lost.length === 0 ? "PASS" : "FAIL", "0", String(lost.length)),
    questions: lost.map((q) => q.questionId),
  };
}

function mustPass(questions: readonly FinalQuestion[]): PromotionRule {
  const required = questions.filter((question) => question.mustPass);
  if (required.length === 0) return rule("must_pass", "NOT_TESTED", "0", "–");
  const lost = required.filter((question) => share(question.best) < 0.5 && share(question.production) >= 0.5);
  return {
    ...rule("must_pass", lost.length === 0 ? "PASS" : "FAIL", "0", String(lost.length)),
    questions: lost.map((q) => q.questionId),
  };
}

function validAnswers(questions: readonly FinalQuestion[]): PromotionRule {
  const answers = questions.flatMap((question) => [...question.production, ...question.best]);
  if (answers.length === 0) return rule("valid_answers", "NOT_TESTED", `≥ ${percent(validShare)}`, "–");
  const valid = answers.filter((answer) => answer !== "invalid").length / answers.length;
  return rule("valid_answers", valid >= validShare ? "PASS" : "FAIL", `≥ ${percent(validShare)}`, percent(valid));
}

function answerTime({ production, best }: PromotionFacts["medianSeconds"]): PromotionRule {
  const required = `≤ ${String(slowerBy)} ×`;
  if (production === null || best === null || production === 0) return rule("answer_time", "NOT_TESTED", required, "–");
  const ratio = best / production;
  return rule("answer_time", ratio > slowerBy ? "WARN" : "PASS", required, `${ratio.toFixed(2)} ×`);
}

function winsAndLosses({ production, best }: FinalQuestion): { wins: number; losses: number } {
  const pairs = Math.min(production.length, best.length);
  let wins = 0;
  let losses = 0;
  for (let i = 0; i < pairs; i += 1) {
    if (best[i] === "right" && production[i] === "wrong") wins += 1;
    if (best[i] === "wrong" && production[i] === "right") losses += 1;
  }
  return { wins, losses };
}

/** Share of right answers among the valid ones; 0 when none was valid. */
function share(answers: readonly Answer[]): number {
  const valid = answers.filter((answer) => answer !== "invalid");
  return valid.length === 0 ? 0 : valid.filter((answer) => answer === "right").length / valid.length;
}

function rule(name: RuleName, verdict: PromotionRule["verdict"], required: string, observed: string): PromotionRule {
  return { rule: name, verdict, required, observed, questions: [] };
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)}%`;
}
