import { describe, expect, it } from "vitest";
import type { RunIf } from "./job-settings.ts";
import { decideRun, dependencyOf } from "./run-if.ts";

const states = { S: "succeeded", F: "failed", C: "canceled", X: "excluded", U: "unmet" } as const;
type Letter = keyof typeof states;

// One column per rule: R runs; otherwise Excluded, upstream Failed, upstream Canceled.
const rules: readonly RunIf[] = [
  "ALL_SUCCESS",
  "ALL_DONE",
  "NONE_FAILED",
  "AT_LEAST_ONE_SUCCESS",
  "ALL_FAILED",
  "AT_LEAST_ONE_FAILED",
];
const table: Readonly<Record<string, string>> = {
  "": "RRRRRR",
  S: "RRRREE",
  SS: "RRRREE",
  F: "FRFFRR",
  FF: "FRFFRR",
  SF: "FRFRER",
  C: "CRCCRR",
  SC: "CRCRER",
  FC: "FRFFRR",
  X: "EEEEEE",
  XX: "EEEEEE",
  SX: "RRRREE",
  FX: "FRFFER",
  CX: "CRCCER",
  U: "EEEEEE",
  UX: "EEEEEE",
  SU: "ERRREE",
  FU: "FRFFER",
};
const results = { R: "RUN", F: "UPSTREAM_FAILED", C: "UPSTREAM_CANCELED", E: "EXCLUDED" } as const;

describe("whether a task runs", () => {
  const cases = Object.entries(table).flatMap(([letters, row]) =>
    rules.map((rule, column) => [rule, letters, row[column] ?? ""] as const),
  );
  it.each(cases)("under %s after [%s]: %s", (rule, letters, expected) => {
    const dependencies = [...letters].map((letter) => states[letter as Letter]);
    const decision = decideRun(rule, dependencies);
    expect(decision.kind === "run" ? "RUN" : decision.result).toBe(results[expected as keyof typeof results]);
  });

  it.each([
    ["SUCCESS", undefined, undefined, "succeeded"],
    ["SUCCESS_WITH_FAILURES", undefined, undefined, "succeeded"],
    ["DISABLED", undefined, "true", "succeeded"],
    ["SUCCESS", "true", "true", "succeeded"],
    ["SUCCESS", "false", "true", "unmet"],
    ["SUCCESS", "false", undefined, "succeeded"],
    ["EXCLUDED", undefined, "true", "excluded"],
    ["CANCELED", undefined, undefined, "canceled"],
    ["UPSTREAM_CANCELED", undefined, undefined, "canceled"],
    ["FAILED", undefined, undefined, "failed"],
    ["TIMEDOUT", undefined, undefined, "failed"],
    ["UPSTREAM_FAILED", undefined, undefined, "failed"],
  ] as const)(
    "a dependency that ended %s with outcome %s, waited for with %s, is %s",
    (result, was, wanted, expected) => {
      expect(dependencyOf({ result, message: "", outcome: was }, wanted)).toBe(expected);
    },
  );
});
