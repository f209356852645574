import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { compareCase } from "../src/lib/scoring/compare-case.ts";
import { loadParser } from "../src/lib/sql/parser.ts";
import { expectedSql, installReferee, type Judged, referee } from "../test/oracle/attestql.ts";
import { equalWhenRounded, rulesThatAccept } from "../test/oracle/explain.ts";
import type { OracleCell, OracleResult, OracleType } from "../test/oracle/pair.ts";
import { randomPair } from "../test/oracle/random-pair.ts";

const { values } = parseArgs({
  options: { pairs: { type: "string", default: "10000" }, seed: { type: "string", default: "1" } },
});
const batch = 250;
const total = Number(values.pairs);
const program = installReferee(fileURLToPath(new URL("../.oracle", import.meta.url)));
await loadParser();

const typeNames: Readonly<Record<OracleType, string>> = { INTEGER: "LONG", REAL: "DOUBLE", TEXT: "STRING" };

/** A result as the Statement Execution API gives it. */
function response({ columns, rows }: OracleResult): unknown {
  const cell = (value: OracleCell): string | null => (value === null ? null : String(value));
  return {
    status: { state: "SUCCEEDED" },
    manifest: {
      schema: { columns: columns.map(({ name, type }) => ({ name, type_name: typeNames[type] })) },
      total_row_count: rows.length,
    },
    result: { data_array: rows.map((row) => row.map(cell)) },
  };
}

/** Under which heading a pair falls; the two last mean that somebody is wrong. */
function headingOf({ pair, equal }: Judged): string {
  const { verdict, reason } = compareCase({
    expected: response(pair.expected),
    actual: response(pair.answer),
    sql: expectedSql(pair),
  });
  if (verdict === "NOT_EVALUABLE") {
    return pair.expected.rows.length === 0 && reason === "EMPTY_EXPECTED"
      ? "rule: an expected result without rows proves nothing"
      : `unexplained: ${String(reason)}`;
  }
  if (equal && verdict === "INCORRECT" && equalWhenRounded(pair)) {
    return "rule: doubles within 1e-9 (the referee rounds ordered ones to six places)";
  }
  if (equal)
    return verdict === "CORRECT" ? "agree: equal" : `unexplained: referee equal, ours ${verdict} ${String(reason)}`;
  if (verdict !== "CORRECT") return "agree: different";
  const accepting = rulesThatAccept(pair);
  return accepting === null || accepting.length === 0
    ? "unexplained: ours CORRECT by no rule"
    : `rule: ${accepting.join(" + ")}`;
}

const counts = new Map<string, number>();
for (let from = 0; from < total; from += batch) {
  const pairs = Array.from({ length: Math.min(batch, total - from) }, (_, at) =>
    randomPair(Number(values.seed), from + at + 1),
  );
  for (const judged of await referee(program, pairs)) {
    const heading = headingOf(judged);
    counts.set(heading, (counts.get(heading) ?? 0) + 1);
    if (heading.startsWith("unexplained")) console.error(`${heading}: ${JSON.stringify(judged.pair)}`);
  }
}
const unexplained = [...counts]
  .filter(([heading]) => heading.startsWith("unexplained"))
  .reduce((sum, [, count]) => sum + count, 0);
for (const [heading, count] of [...counts].toSorted(([, one], [, other]) => other - one))
  console.log(`${String(count).padStart(6)}  ${heading}`);
console.log(`${String(total)} pairs of seed ${values.seed}, ${String(unexplained)} disagreements unexplained`);
process.exitCode = unexplained === 0 ? 0 : 1;
