/** What Genie's own evaluation had to do with a run's verdicts: nothing (`null` in the run's report), a second opinion, or all of them. */
export type PlatformReport =
  /** Setting scorer is `both`: our comparison decided, and Genie's own evaluation judged the same answers once more. */
  | { readonly kind: "both"; readonly evaluations: readonly JudgesReport[] }
  /** Setting scorer is `platform`: the verdicts on visible questions are Genie's own. */
  | { readonly kind: "platform" };

/** One of Genie's own evaluations: one answer a question, before two judges. */
export type JudgesReport = {
  /** The configuration judged: as the run found it, or the last that was kept. */
  readonly of: "start" | "end";
  readonly loop: number;
  readonly spaceDigest: string;
  readonly counts: JudgeCounts;
  /** Share of the answers that both judged alike, of those that both judged right or wrong; 95 % bounds. Null where there are none. */
  readonly agreement: {
    readonly agree: number;
    readonly n: number;
    readonly low: number;
    readonly high: number;
  } | null;
  /** Cohen's kappa over the same answers: agreement beyond chance; null where one judge says the same of all. */
  readonly kappa: number | null;
  /** Every question on which the two do not agree, or on which one of them says nothing. */
  readonly lines: readonly JudgesLine[];
};

/** How many answers fell where; they add up to the questions. */
export type JudgeCounts = Readonly<Record<Judgement, number>>;

export const judgements = [
  "agree_right",
  "agree_wrong",
  "we_right_platform_wrong",
  "we_wrong_platform_right",
  /** The platform asks for a person's review. */
  "platform_unsure",
  /** One of the two gave no judgement: the exam's own fault, or an answer that never came. */
  "not_compared",
] as const;

export type Judgement = (typeof judgements)[number];

export type JudgesLine = {
  readonly judgement: Judgement;
  readonly questionId: string;
  readonly question: string;
  /** Our verdict on the answer. */
  readonly verdict: string;
  /** The platform's assessment as it wrote it, or the status in which the question ended without one. */
  readonly assessment: string;
  readonly reasons: readonly string[];
  readonly genieSql: string | null;
  readonly expectedSql: string | null;
  /** The smallest difference between the two results, in a sentence; null where we found none, or may keep no values. */
  readonly difference: string | null;
  readonly mechanism: string | null;
};
