import { describe, expect, it } from "vitest";
import type { AttemptVerdict } from "../../lib/state/words.ts";
import { answerOf, lineageOf, standings } from "./standing.ts";
import { attemptRow } from "../testing/rows.ts";

it.each([
  ["CORRECT", "right"],
  ["INCORRECT", "wrong"],
  ["NO_ANSWER", "wrong"],
  ["NOT_EVALUABLE", "invalid"],
  ["INFRA", "invalid"],
] as const)("takes %s for %s", (verdict, answer) => {
  expect(answerOf({ verdict })).toBe(answer);
});

describe("standings", () => {
  const letters: Readonly<Record<string, AttemptVerdict>> = {
    r: "CORRECT",
    w: "INCORRECT",
    i: "INFRA",
    n: "NOT_EVALUABLE",
  };

  /** Attempts as letters by configuration, oldest first. */
  function standingOf(...byDigest: readonly string[]): { asked: number; right: number; from: string[] } {
    const rows = byDigest.flatMap((text, index) =>
      [...text].map((letter, attempt) =>
        attemptRow({ space_digest: `d${String(index)}`, attempt, verdict: letters[letter] ?? "INFRA" }),
      ),
    );
    const standing = standings(
      ["q1"],
      rows,
      byDigest.map((_, index) => `d${String(index)}`),
    ).get("q1");
    return {
      asked: standing?.asked ?? -1,
      right: standing?.right ?? -1,
      from: [...new Set((standing?.attempts ?? []).map((row) => row.space_digest))],
    };
  }

  it.each([
    ["the newest configuration alone when it has three answers", ["www", "rrr"], { asked: 3, right: 3, from: ["d1"] }],
    ["the one before too when it has fewer", ["www", "r"], { asked: 4, right: 1, from: ["d0", "d1"] }],
    ["only as many configurations as it needs", ["www", "rrw", "r"], { asked: 4, right: 3, from: ["d1", "d2"] }],
    ["more than three where there are more", ["www", "rrrrw"], { asked: 5, right: 4, from: ["d1"] }],
    [
      "answers of earlier configurations where the newest ones were spoilt",
      ["rrr", "iii"],
      { asked: 3, right: 3, from: ["d0", "d1"] },
    ],
    ["nothing from answers that say nothing", ["nnn"], { asked: 0, right: 0, from: ["d0"] }],
    ["nothing where nobody asked", [""], { asked: 0, right: 0, from: [] }],
  ])("counts %s", (_what, byDigest, expected) => {
    expect(standingOf(...byDigest)).toEqual(expected);
  });

  it("has the newest attempts last, and every question asked for", () => {
    const rows = [attemptRow({ space_digest: "new", attempt: 1 }), attemptRow({ space_digest: "old", attempt: 1 })];
    const found = standings(["q1", "q2"], rows, ["old", "new"]);
    expect(found.get("q1")?.attempts.map((row) => row.space_digest)).toEqual(["old", "new"]);
    expect(found.get("q2")).toMatchObject({ asked: 0, right: 0 });
  });

  it("leaves out attempts on configurations that dev-best never had", () => {
    expect(standings(["q1"], [attemptRow({ space_digest: "working" })], ["d1"]).get("q1")?.asked).toBe(0);
  });

  it("counts a configuration once that came back", () => {
    const rows = ["a", "b"].flatMap((space_digest) => [
      attemptRow({ space_digest, verdict: space_digest === "a" ? "CORRECT" : "INCORRECT" }),
    ]);
    expect(standings(["q1"], rows, ["a", "b", "a"]).get("q1")).toMatchObject({ asked: 2, right: 1 });
  });
});

it("a lineage is dev-best's alone", () => {
  const snapshot = (
    role: "dev_best" | "dev_working" | "production",
    digest: string,
  ): Parameters<typeof lineageOf>[0][number] => ({
    snapshot_id: digest,
    run_id: "r1",
    iteration_number: 1,
    role,
    space_id: "s",
    etag: null,
    digest,
    serialized_space: "{}",
    reason: null,
    created_at: "2026-01-05T09:00:00.000Z",
  });
  expect(
    lineageOf([
      snapshot("production", "p"),
      snapshot("dev_best", "a"),
      snapshot("dev_working", "w"),
      snapshot("dev_best", "b"),
    ]),
  ).toEqual(["a", "b"]);
});
