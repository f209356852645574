import type {
  JudgeCounts,
  Judgement,
  JudgesLine,
  JudgesReport,
  PlatformReport,
} from "../../lib/report/disagreement-report.ts";
import { wilson } from "../../lib/scoring/interval.ts";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";

/** What Genie's own evaluation had to do with a run, by the settings it was started with and the rows it left. */
export function platformReport(
  { settings_json }: Pick<RunRow, "settings_json">,
  attempts: readonly AttemptRow[],
): PlatformReport | null {
  const { scorer = "compare" } = JSON.parse(settings_json ?? "{}") as { scorer?: string };
  if (scorer === "platform") return { kind: "platform" };
  const rows = attempts.filter((row) => row.arm === "platform");
  if (scorer !== "both" && rows.length === 0) return null;
  const baseline = attempts.find((row) => row.arm === "baseline")?.space_digest;
  const byDigest = [...Map.groupBy(rows, (row) => row.space_digest)];
  return {
    kind: "both",
    evaluations: byDigest.map(([digest, own]) => judgesReport(digest, digest === baseline ? "start" : "end", own)),
  };
}

/** What somebody has to look at, the most telling first. */
const toSettle = [
  "we_wrong_platform_right",
  "we_right_platform_wrong",
  "platform_unsure",
  "not_compared",
] as const satisfies Judgement[];

function judgesReport(spaceDigest: string, of: "start" | "end", rows: readonly AttemptRow[]): JudgesReport {
  const lines = rows.map(lineOf);
  const counts = countsOf(lines);
  const { agree_right: bothRight, agree_wrong: bothWrong } = counts;
  const n = bothRight + bothWrong + counts.we_right_platform_wrong + counts.we_wrong_platform_right;
  const agree = bothRight + bothWrong;
  const [low, high] = wilson(agree, n);
  return {
    of,
    loop: rows[0]?.iteration_number ?? 1,
    spaceDigest,
    counts,
    agreement: n === 0 ? null : { agree, n, low, high },
    kappa: kappaOf(counts),
    lines: toSettle.flatMap((judgement) => lines.filter((line) => line.judgement === judgement)),
  };
}

function lineOf(row: AttemptRow): JudgesLine {
  const { words = null } = JSON.parse(row.difference_json ?? "{}") as { words?: string };
  return {
    judgement: judgementOf(row),
    questionId: row.benchmark_id,
    question: row.question ?? "",
    verdict: row.verdict,
    assessment: row.platform_verdict ?? "",
    reasons: row.platform_reason === null ? [] : row.platform_reason.split(", "),
    genieSql: row.genie_sql,
    expectedSql: row.expected_sql,
    // A difference that is kept as a digest only must not come in by its reason.
    difference: words ?? (row.difference_json === null && !row.passed ? row.failure_reason : null),
    mechanism: row.mechanism,
  };
}

/** Where one judged answer falls. What only one of the two could judge is compared with nothing. */
export function judgementOf(row: Pick<AttemptRow, "verdict" | "platform_verdict">): Judgement {
  if (row.verdict === "NOT_EVALUABLE" || row.verdict === "INFRA") return "not_compared";
  const right = row.verdict === "CORRECT";
  switch (row.platform_verdict) {
    case "GOOD":
      return right ? "agree_right" : "we_wrong_platform_right";
    case "BAD":
      return right ? "we_right_platform_wrong" : "agree_wrong";
    case "NEEDS_REVIEW":
      return "platform_unsure";
    case null:
    default:
      return "not_compared";
  }
}

function countsOf(lines: readonly JudgesLine[]): JudgeCounts {
  const count = (judgement: Judgement): number => lines.filter((line) => line.judgement === judgement).length;
  return {
    agree_right: count("agree_right"),
    agree_wrong: count("agree_wrong"),
    we_right_platform_wrong: count("we_right_platform_wrong"),
    we_wrong_platform_right: count("we_wrong_platform_right"),
    platform_unsure: count("platform_unsure"),
    not_compared: count("not_compared"),
  };
}

/** Cohen's kappa (J. Cohen, Educational and Psychological Measurement 20, 1960); null where chance alone explains everything. */
export function kappaOf(counts: JudgeCounts): number | null {
  const { agree_right: a, we_right_platform_wrong: b, we_wrong_platform_right: c, agree_wrong: d } = counts;
  const n = a + b + c + d;
  if (n === 0) return null;
  const observed = (a + d) / n;
  const chance = ((a + b) * (a + c) + (c + d) * (b + d)) / n ** 2;
  return chance === 1 ? null : (observed - chance) / (1 - chance);
}
