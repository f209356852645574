import type { Answer } from "./calibration.ts";
import { mcnemarOneSided } from "./mcnemar.ts";
import type { FinalQuestion, PromotionFacts, PromotionRule, RuleName } from "./promotion-facts.ts";
import { lineOf, nothing, percentOf } from "./promotion-rule.ts";
import { reaches } from "./stop.ts";

const level = 0.05;
const netLossesOfAQuestion = 3;
const validShare = 0.9;
const slowerBy = 1.5;
/** With more of them than that the gate was not simulated (docs/gate.md). */
const mostFlaky = 0.2;

/** The lines that the answers to the exam's questions decide. */
export function answerRules(facts: PromotionFacts): PromotionRule[] {
  const { questions } = facts;
  return [
    targetScore(facts),
    notWorse(
      "visible_not_worse",
      questions.filter((question) => question.split === "visible"),
    ),
    notWorse(
      "held_out_not_worse",
      questions.filter((question) => question.split === "held_out"),
    ),
    noQuestionLost(questions),
    mustPass(questions),
    flakyShare(facts.flaky),
    validAnswers(questions),
    answerTime(facts.medianSeconds),
    examFitness(facts.unfitQuestions),
  ];
}

function targetScore({ finalScore, targetScore: target }: PromotionFacts): PromotionRule {
  const required = `≥ ${percentOf(target)}`;
  if (finalScore === null || finalScore.n === 0) return lineOf("target_score", "NOT_TESTED", required, nothing);
  const { correct, n, low, high } = finalScore;
  const observed = `${percentOf(correct / n)} (${String(correct)}/${String(n)}; ${percentOf(low)}–${percentOf(high)})`;
  return lineOf("target_score", reaches(correct / n, target) ? "PASS" : "FAIL", required, observed);
}

/** Losses against wins over interleaved pairs; worse when losses this lopsided would come by chance less than 5 times in 100. */
function notWorse(name: RuleName, questions: readonly FinalQuestion[]): PromotionRule {
  const required = `p(loss) > ${String(level)}`;
  if (questions.length === 0) return lineOf(name, "NOT_TESTED", required, nothing);
  const total = questions
    .map(winsAndLosses)
    .reduce((sum, one) => ({ wins: sum.wins + one.wins, losses: sum.losses + one.losses }));
  const p = mcnemarOneSided(total.losses, total.wins);
  const verdict = total.losses > total.wins && p <= level ? "FAIL" : "PASS";
  const right = (arm: "production" | "best"): string =>
    `${String(questions.filter((question) => share(question[arm]) > 0.5).length)}/${String(questions.length)}`;
  const tally = `+${String(total.wins)} −${String(total.losses)}, p = ${p.toFixed(3)}`;
  return lineOf(name, verdict, required, `${right("production")} → ${right("best")}; ${tally}`);
}

function noQuestionLost(questions: readonly FinalQuestion[]): PromotionRule {
  if (questions.length === 0) return lineOf("no_question_lost", "NOT_TESTED", "0", nothing);
  const lost = questions.filter((question) => {
    const { wins, losses } = winsAndLosses(question);
    return losses - wins >= netLossesOfAQuestion;
  });
  return lineOf("no_question_lost", lost.length === 0 ? "PASS" : "FAIL", "0", String(lost.length), idsOf(lost));
}

/** Lost is: mostly right on production, mostly wrong on dev-best. Answers that the platform spoilt say nothing, so that all of them spoilt is not tested. */
function mustPass(questions: readonly FinalQuestion[]): PromotionRule {
  const required = questions.filter((question) => question.mustPass);
  if (required.length === 0) return lineOf("must_pass", "NOT_TESTED", "0", nothing);
  const unheard = required.filter((question) => validOf(question.best).length === 0);
  const lost = required.filter(
    (question) => !unheard.includes(question) && share(question.best) < 0.5 && share(question.production) >= 0.5,
  );
  if (lost.length === 0 && unheard.length > 0) {
    return lineOf("must_pass", "NOT_TESTED", "0", nothing, idsOf(unheard));
  }
  return lineOf("must_pass", lost.length === 0 ? "PASS" : "FAIL", "0", String(lost.length), idsOf(lost));
}

/** No reason against what was proven, since the gate reckons with it; but with many of them a broken question passes more easily. */
function flakyShare(flaky: PromotionFacts["flaky"]): PromotionRule {
  const required = `≤ ${percentOf(mostFlaky)}`;
  if (flaky === null || flaky.n === 0) return lineOf("flaky_share", "NOT_TESTED", required, nothing);
  const part = flaky.count / flaky.n;
  const observed = `${percentOf(part)} (${String(flaky.count)}/${String(flaky.n)})`;
  return lineOf("flaky_share", part > mostFlaky ? "WARN" : "PASS", required, observed);
}

function validAnswers(questions: readonly FinalQuestion[]): PromotionRule {
  const required = `≥ ${percentOf(validShare)}`;
  const answers = questions.flatMap((question) => [...question.production, ...question.best]);
  if (answers.length === 0) return lineOf("valid_answers", "NOT_TESTED", required, nothing);
  const valid = validOf(answers).length / answers.length;
  return lineOf("valid_answers", valid >= validShare ? "PASS" : "FAIL", required, percentOf(valid));
}

function answerTime({ production, best }: PromotionFacts["medianSeconds"]): PromotionRule {
  const required = `≤ ${String(slowerBy)} ×`;
  if (production === null || best === null || production === 0) {
    return lineOf("answer_time", "NOT_TESTED", required, nothing);
  }
  const ratio = best / production;
  return lineOf("answer_time", ratio > slowerBy ? "WARN" : "PASS", required, `${ratio.toFixed(2)} ×`);
}

/** They count as not right on both arms: worth a line, and no reason against what was proven on the others. */
function examFitness(unfit: readonly string[] | null): PromotionRule {
  if (unfit === null) return lineOf("exam_fitness", "NOT_TESTED", "0", nothing);
  return lineOf("exam_fitness", unfit.length === 0 ? "PASS" : "WARN", "0", String(unfit.length), unfit);
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
  const valid = validOf(answers);
  return valid.length === 0 ? 0 : valid.filter((answer) => answer === "right").length / valid.length;
}

function validOf(answers: readonly Answer[]): Answer[] {
  return answers.filter((answer) => answer !== "invalid");
}

function idsOf(questions: readonly FinalQuestion[]): string[] {
  return questions.map((question) => question.questionId);
}
