import { describe, expect, it } from "vitest";
import type { CheckName } from "../../lib/planning/check-fixes.ts";
import type { StopReason } from "../../lib/gate/stop.ts";
import { textsIn } from "../../lib/report/texts/texts-in.ts";
import { promotionVerdicts, runOutcomes, runStatuses, validationStatuses } from "../../lib/state/words.ts";

const stopReasons: Readonly<Record<StopReason, true>> = {
  target_reached: true,
  nothing_left_to_try: true,
  no_gain_in_two_loops: true,
  loops_used_up: true,
  asked_to_stop: true,
};
const checks: Readonly<Record<CheckName, true>> = {
  off_schema: true,
  targets: true,
  unknown_table: true,
  unknown_column: true,
  rejected_before: true,
  duplicate: true,
  no_effect: true,
  over_limit: true,
  sql: true,
  visible_answer: true,
  held_out: true,
};

describe.each(["en", "ko"] as const)("reports in %s have words for", (locale) => {
  const texts = textsIn(locale);
  it.each([
    ["every run status", runStatuses, texts.statuses],
    ["every outcome", runOutcomes, texts.outcomes],
    ["every verdict of the decision table", promotionVerdicts, texts.verdicts],
    ["every word of the gate", validationStatuses, texts.validations],
    [
      "every reason to stop",
      [
        ...Object.keys(stopReasons),
        "too_easy",
        "exam_not_fit",
        "stage_failed",
        "interrupted",
        "next_loop_refused",
        "time_limit",
        "watch",
        "watch_dropped",
      ],
      texts.stopReasons,
    ],
    ["every check", [...Object.keys(checks), "conflict"], texts.checks],
  ] as const)("%s", (_what, words: readonly string[], named: Readonly<Record<string, string>>) => {
    expect(words.filter((word) => named[word] === undefined)).toEqual([]);
  });
});
