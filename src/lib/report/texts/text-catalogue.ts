import type { RuleName } from "../../gate/promotion.ts";
import type { Reason, Validation } from "../../gate/trial.ts";

/** A question by its majority before and after; `unasked` where neither was asked. */
export type QuestionGroup = "lost" | "wrong" | "gained" | "right" | "unasked";

/** Why a fix is worth no second try, or worth one. */
export type LessonGroup = "harmful" | "no_change" | "refused" | "blocked" | "unsettled";

/** Every text of a report in one language. A missing one is a type error. */
export type TextCatalogue = {
  readonly reportTitle: (space: string) => string;
  readonly lessonsTitle: (space: string) => string;
  readonly decisionTitle: (space: string) => string;
  readonly localNotice: string;
  readonly headings: {
    readonly summary: string;
    readonly trend: string;
    readonly changes: string;
    readonly stopped: string;
    readonly questions: string;
    readonly decision: string;
    readonly next: string;
    readonly cost: string;
    readonly effectiveness: string;
    readonly worked: string;
    readonly avoid: string;
    readonly unsettled: string;
    readonly verdictFirst: string;
  };
  readonly labels: {
    readonly run: string;
    readonly status: string;
    readonly outcome: string;
    readonly workspace: string;
    readonly exam: string;
    readonly timeZone: string;
    readonly problem: string;
    readonly initialScore: string;
    readonly finalScore: string;
    readonly heldOut: string;
    readonly flaky: string;
    readonly loop: string;
    readonly score: string;
    readonly interval: string;
    readonly decision: string;
    readonly kept: string;
    readonly reverted: string;
    readonly blocked: string;
    readonly proposed: string;
    readonly asked: string;
    readonly change: string;
    readonly type: string;
    readonly targets: string;
    readonly effect: string;
    /** By how much a fix makes the space longer. */
    readonly characters: string;
    readonly why: string;
    readonly question: string;
    readonly before: string;
    readonly after: string;
    readonly failure: string;
    readonly rule: string;
    readonly required: string;
    readonly observed: string;
    readonly verdict: string;
    readonly note: string;
    readonly fixType: string;
    readonly applied: string;
    readonly positive: string;
    readonly negative: string;
    readonly averageImprovement: string;
    readonly questionsAsked: string;
    readonly statements: string;
    readonly modelCalls: string;
    readonly tokens: string;
    readonly duration: string;
    readonly target: string;
    readonly item: string;
    readonly value: string;
    readonly id: string;
    readonly end: string;
  };
  /** What became of a question between production and dev-best; each heads a table of the report. */
  readonly questionGroups: Readonly<Record<QuestionGroup, string>>;
  readonly statuses: Readonly<Record<string, string>>;
  readonly outcomes: Readonly<Record<string, string>>;
  readonly verdicts: Readonly<Record<string, string>>;
  readonly stopReasons: Readonly<Record<string, string>>;
  readonly validations: Readonly<Record<Validation | "NOT_TESTED", string>>;
  /** What a verdict of the gate, or of a check before it, means for the next proposal. */
  readonly advice: Readonly<Record<LessonGroup, string>>;
  readonly categories: Readonly<Record<string, string>>;
  /** The checks that block a fix before it is tried. */
  readonly checks: Readonly<Record<string, string>>;
  readonly reason: (reason: Reason) => string;
  /** Notes hold no semicolon: in the state tables one parts the note from the questions it names. */
  readonly rules: Readonly<Record<RuleName, { readonly name: string; readonly note: string }>>;
  /** A rule's required or observed facts, as they stand in the state tables, in words. */
  readonly ruleFacts: (facts: string) => string;
  readonly trendNote: (n: number, notEvaluable: number) => string;
  readonly keptTogether: (loop: number, fixes: number, why: string) => string;
  readonly missing: (rule: string, observed: string, required: string) => string;
  readonly times: (count: number) => string;
  readonly duration: (seconds: number) => string;
  /** What stands for a reply that was no fix. */
  readonly unreadable: string;
  readonly undone: string;
  readonly heldOutMark: string;
  readonly scoreLine: (
    correct: number,
    n: number,
    repeats: number,
    notEvaluable: number,
    low: string,
    high: string,
  ) => string;
  readonly count: (correct: number, n: number) => string;
  readonly examLine: (n: number, visible: number, heldOut: number, source: string) => string;
  readonly none: string;
  readonly notMeasured: string;
  readonly nothingWorked: string;
  readonly nothingToAvoid: string;
  readonly halfRightNotice: string;
  readonly nothingUnsettled: string;
  readonly helped: (effect: string) => string;
  readonly costs: (characters: string) => string;
  readonly helpedTogether: (fixes: number, effect: string) => string;
};
