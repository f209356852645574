import type { Proposal } from "./proposal.ts";
import type { RequestDocument } from "./request-document.ts";

/** Proposals without those that an earlier loop tried and did not keep. */
export function withoutKnownFailures(
  proposals: readonly Proposal[],
  lessons: RequestDocument["lessons"],
): readonly Proposal[] {
  const failed = lessons.filter(
    ({ outcome }) => !/^(?:keep|kept|accepted|proven|helped|improved|approved)/iu.test(outcome),
  );
  return proposals.filter(
    ({ change_type, fields }) =>
      !failed.some((lesson) => lesson.change_type === change_type && saysAll(lesson.value, fields)),
  );
}

/** Whether a lesson's text holds every text of the fix, so that it is about that very fix. */
function saysAll(value: string, fields: Readonly<Record<string, unknown>>): boolean {
  const texts = Object.values(fields).filter((field): field is string => typeof field === "string" && field !== "");
  return (
    texts.length > 0 && texts.every((text) => value.includes(text) || value.includes(JSON.stringify(text).slice(1, -1)))
  );
}
