/** A wrong answer that the exam would accept if the question declared one more policy: proposed to a person, never scored by in the same run. */
export type CorrectionReport = {
  readonly questionId: string;
  readonly question: string;
  /** The policy's members as the exam writes them. */
  readonly policy: string;
  /** What it would let through as well, in a sentence. */
  readonly words: string;
  /** Wrong answers of the run that it would accept. */
  readonly answers: number;
  /** The smallest piece in which both results differ; null where values are not kept. */
  readonly expected: string | null;
  readonly answered: string | null;
  /** Writes it into a new version of the exam. */
  readonly command: string;
};
