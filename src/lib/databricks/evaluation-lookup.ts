import type { Evaluation, EvaluationResult } from "./evaluations.ts";

type Lookup = {
  readonly spaceId: string;
  readonly questionIds: readonly string[];
  /** When the evaluation was asked for. */
  readonly since: Date;
  /** Evaluations that are known by their ids and belong to other wishes. */
  readonly known: ReadonlySet<string>;
  readonly signal: AbortSignal | undefined;
  readonly list: (spaceId: string, signal?: AbortSignal) => Promise<readonly Evaluation[]>;
  readonly results: (
    spaceId: string,
    evaluationId: string,
    signal?: AbortSignal,
  ) => Promise<readonly EvaluationResult[]>;
};

/** How far the platform's clock may be behind ours. */
const clockSlackMs = 60_000;

/**
 * Finds the evaluation that a lost answer to its start has left behind: a recent one of that space, not known otherwise, of as many
 * questions and, where it lists them already, of no others. Null when there is none.
 */
export async function findLostEvaluation(lookup: Lookup): Promise<Evaluation | null> {
  const { spaceId, questionIds, since, known, signal } = lookup;
  const earliest = since.getTime() - clockSlackMs;
  const candidates = (await lookup.list(spaceId, signal))
    .filter((one) => !known.has(one.evaluationId))
    .filter((one) => one.createdAt >= earliest && one.questions === questionIds.length)
    .toSorted((left, right) => right.createdAt - left.createdAt);
  const wanted = new Set(questionIds);
  for (const candidate of candidates) {
    const results = await lookup.results(spaceId, candidate.evaluationId, signal);
    if (results.every((result) => wanted.has(result.questionId))) return candidate;
  }
  return null;
}
