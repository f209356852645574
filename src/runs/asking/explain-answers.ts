import { mineEvidence, type VisibleFailure } from "../../lib/planning/mine-evidence.ts";
import { readFailures } from "../../lib/planning/read-failures.ts";
import { loadTemplates } from "../../lib/planning/templates.ts";
import type { Explanation, OpenFailure } from "../../lib/scoring/ports.ts";
import { failureCategories } from "../../lib/scoring/verdict.ts";
import { beforeModelCall } from "../budget/model-calls.ts";
import type { OpenRun } from "../open-run.ts";
import { shareValuesOf } from "../planning/share-values-of.ts";
import { memoryOf } from "./run-memory.ts";

/** Ten readings of two sentences each, with room to spare. */
const maxTokens = 4_000;

/**
 * Has a model read wrong answers: a category and a sentence each. It sees what a planning request shows of a failure and nothing of the
 * space; what the run asked it once it is not asked again. Where it cannot be reached, or says nothing of use, there is no explanation.
 */
export function answerReader(
  run: OpenRun,
): (failures: readonly OpenFailure[], signal: AbortSignal) => Promise<(Explanation | null)[]> {
  const { readings } = memoryOf(run);
  return async (failures, signal) => {
    const unknown = failures.filter((failure) => !readings.has(keyOf(failure)));
    for (const [place, explanation] of (await read(run, unknown, signal)).entries()) {
      const failure = unknown[place];
      if (failure !== undefined) readings.set(keyOf(failure), explanation);
    }
    return failures.map((failure) => readings.get(keyOf(failure)) ?? null);
  };
}

async function read(
  run: OpenRun,
  failures: readonly OpenFailure[],
  signal: AbortSignal,
): Promise<(Explanation | null)[]> {
  if (failures.length === 0) return [];
  const questions = run.exam.questions;
  // Numbered in the request: one question may have two wrong answers.
  const shown = failures.map(({ question, genieSql, verdict, category }, place): VisibleFailure => ({
    questionId: String(place + 1),
    question: question.question,
    expectedSql: question.expectedSql,
    answeredSql: genieSql,
    difference: verdict.difference,
    category,
  }));
  const requests = mineEvidence({
    failures: shown,
    visible: questions.filter(({ split }) => split === "visible"),
    heldOut: questions.filter(({ split }) => split === "held_out"),
    document: {},
    catalog: [],
    lessons: [],
    shareValues: shareValuesOf(run),
  });
  const evidence = new Map(
    [...requests.values()].flatMap((request) => request.failures.map((one) => [one.question_id, one])),
  );
  const { readings: found, problem } = await readFailures({
    failures: [...evidence.values()],
    categories: failureCategories,
    templates: await loadTemplates(),
    model: async (request) => {
      beforeModelCall(run);
      const endpoint = run.settings.llm_endpoint ?? "";
      const { text, tokens } = await run.workspace.serving.chat({ ...request, endpoint, maxTokens, signal });
      return { text, tokens: tokens.prompt + tokens.completion };
    },
  });
  if (problem !== null) run.report({ kind: "problem", message: `failure reading: ${problem}` });
  return failures.map((_failure, place) => {
    const reading = found.get(String(place + 1));
    return reading === undefined ? null : { category: reading.category, reason: reading.explanation };
  });
}

function keyOf({ question, genieSql }: OpenFailure): string {
  return JSON.stringify([question.id, genieSql]);
}
