import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OracleCell, OraclePair, OracleResult } from "./pair.ts";

/** The referee, from PyPI, at the version that the rules of `explain.ts` were read from. */
const release = "attestql==0.4.0";

/** What the referee says of a pair, and what the database gave both of us to compare. */
export type Judged = { readonly pair: OraclePair; readonly equal: boolean };

/** Makes the folder with the referee in it unless it is there. @returns its program @throws when Python or the package cannot be had */
export function installReferee(folder: string): string {
  const program = join(folder, "bin", "attestql");
  if (!existsSync(program)) {
    execFileSync("python3", ["-m", "venv", folder], { stdio: "inherit" });
    execFileSync(join(folder, "bin", "pip"), ["install", "--quiet", "--disable-pip-version-check", release], {
      stdio: "inherit",
    });
  }
  return program;
}

/** Puts pairs into a SQLite file, a table a result, and has the referee compare the queries over them. */
export async function referee(program: string, pairs: readonly OraclePair[]): Promise<readonly Judged[]> {
  const folder = await mkdtemp(join(tmpdir(), "oracle-"));
  try {
    const file = join(folder, "pairs.sqlite");
    const read = fill(file, pairs);
    const questions = pairs.map((pair) => ({
      question_id: pair.id,
      db_id: "pairs",
      question: "?",
      evidence: "",
      difficulty: "simple",
      SQL: expectedSql(pair),
    }));
    const predictions = Object.fromEntries(pairs.map((pair) => [String(pair.id), answerSql(pair)]));
    await writeFile(join(folder, "questions.json"), JSON.stringify(questions));
    await writeFile(join(folder, "predictions.json"), JSON.stringify(predictions));
    const words = [
      "audit",
      "--engine",
      "sqlite",
      "--dsn",
      file,
      "--questions",
      join(folder, "questions.json"),
      "--predictions",
      join(folder, "predictions.json"),
      "--out",
      join(folder, "out"),
    ];
    const said = verdictsIn(await output(program, words));
    return read.map((pair) => {
      const verdict = said.get(pair.id);
      if (verdict === undefined) throw new Error(`The referee said nothing of pair ${String(pair.id)}`);
      return { pair, equal: verdict === "EQUAL" };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The expected query as it would be written: also what the comparator reads the order from. */
export function expectedSql({ id, expected, order }: OraclePair): string {
  const keys = order.map(({ column, descending }) => `${column}${descending ? " DESC" : ""}`);
  return `SELECT ${namesOf(expected)} FROM expected_${String(id)}${keys.length === 0 ? "" : ` ORDER BY ${keys.join(", ")}`}`;
}

const answerSql = ({ id, answer }: OraclePair): string =>
  `SELECT ${namesOf(answer)} FROM answer_${String(id)} ORDER BY place`;
const namesOf = ({ columns }: OracleResult): string => columns.map(({ name }) => name).join(", ");

/** @returns the pairs with their rows as the database gives them back: what the referee sees is what we are asked about */
function fill(file: string, pairs: readonly OraclePair[]): readonly OraclePair[] {
  const database = new DatabaseSync(file);
  const put = (table: string, { columns, rows }: OracleResult): void => {
    database.exec(
      `CREATE TABLE ${table} (place INTEGER, ${columns.map(({ name, type }) => `${name} ${type}`).join(", ")})`,
    );
    const insert = database.prepare(`INSERT INTO ${table} VALUES (?${", ?".repeat(columns.length)})`);
    for (const [place, row] of rows.entries()) insert.run(place, ...row);
  };
  const rowsOf = (sql: string): readonly (readonly OracleCell[])[] =>
    database
      .prepare(sql)
      .all()
      .map((row) => Object.values(row) as OracleCell[]);
  try {
    database.exec("BEGIN");
    for (const { id, expected, answer } of pairs) {
      put(`expected_${String(id)}`, expected);
      put(`answer_${String(id)}`, answer);
    }
    database.exec("COMMIT");
    return pairs.map((pair) => ({
      ...pair,
      expected: { ...pair.expected, rows: rowsOf(expectedSql(pair)) },
      answer: { ...pair.answer, rows: rowsOf(answerSql(pair)) },
    }));
  } finally {
    database.close();
  }
}

/** Lines such as `q12  pairs  R-ORD  NOT_EQUAL  smells=none  …`. */
function verdictsIn(text: string): ReadonlyMap<number, string> {
  const lines = text.matchAll(/^q(\d+)\s+\S+\s+(?:R-\w+\s+)?(EQUAL|NOT_EQUAL|NOT_COMPARABLE|ERROR)\b/gmu);
  return new Map([...lines].map(([, id, verdict]) => [Number(id), verdict ?? ""]));
}

/** What a program prints. It exits 1 where it found a difference, which is no failure. */
function output(program: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, words, { maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      if (error !== null && error.code !== 1) reject(new Error(`${program} failed: ${stderr}`, { cause: error }));
      else resolve(stdout);
    });
  });
}
