import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { StatementOutcome } from "../src/lib/core/statement.ts";
import { compareAnswer } from "../src/lib/scoring/compare-answer.ts";
import { loadParser } from "../src/lib/sql/parser.ts";
import { type Figure, report } from "./bench.ts";

/** Ways in which an answer of a million rows may stand beside the expected one, with the verdict each must get. */
const shapes = {
  equal: { verdict: "CORRECT" },
  shuffled: { verdict: "CORRECT", shuffled: true },
  renamed: { verdict: "CORRECT", shuffled: true, renamed: true },
  noise: { verdict: "CORRECT", noise: true },
  "noise, shuffled": { verdict: "CORRECT", noise: true, shuffled: true },
  "noise, shuffled, no key": { verdict: "CORRECT", noise: true, shuffled: true, keyless: true },
  "ordered, equal": { verdict: "CORRECT", order: "id" },
  "ordered, ties swapped": { verdict: "CORRECT", order: "id", swapped: true },
  "ordered, shuffled": { verdict: "INCORRECT", order: "id", shuffled: true },
  "ordered, noise, shuffled": { verdict: "INCORRECT", order: "id", shuffled: true, noise: true },
  "few cells differ": { verdict: "INCORRECT", shuffled: true, wrongCells: 5 },
  "few cells differ, noise": { verdict: "INCORRECT", shuffled: true, noise: true, wrongCells: 5 },
} as const satisfies Record<string, Shape>;

type Shape = {
  readonly verdict: string;
  /** Rows in another order. */
  readonly shuffled?: boolean;
  /** Each row changes places with its neighbour where they tie. */
  readonly swapped?: boolean;
  /** Columns in another order under other names. */
  readonly renamed?: boolean;
  /** Every double a little off, within the tolerance. */
  readonly noise?: boolean;
  /** No column tells the rows apart but the doubles. */
  readonly keyless?: boolean;
  readonly wrongCells?: number;
  readonly order?: string;
};

const columns = [
  ["id", "LONG"],
  ["region", "STRING"],
  ["name", "STRING"],
  ["day", "DATE"],
  ["at", "TIMESTAMP"],
  ["units", "LONG"],
  ["price", "DECIMAL(18,2)"],
  ["revenue", "DOUBLE"],
  ["share", "DOUBLE"],
  ["paid", "BOOLEAN"],
] as const;

const regions = Array.from({ length: 12 }, (_none, i) => `region ${String(i)}`);

/** The two results alone take some 590 MB as strings: without a limit, garbage of making them would be counted. */
const heapLimit = "--max-old-space-size=700";

const { values } = parseArgs({
  options: { shape: { type: "string" }, rows: { type: "string", default: "1000000" }, only: { type: "string" } },
});

if (values.shape === undefined) await measureAll(Number(values.rows));
else await measureOne(shapes[values.shape as keyof typeof shapes], Number(values.rows));

/** Each shape at a quarter and at the whole, in a process of its own. */
async function measureAll(rows: number): Promise<void> {
  const figures: Figure[] = [];
  for (const shape of Object.keys(shapes).filter((name) => values.only === undefined || name === values.only)) {
    const [quarter, whole] = [inChild(shape, rows / 4), inChild(shape, rows)];
    figures.push(
      { name: shape, value: whole.seconds, unit: "s", bound: 5, better: "lower" },
      {
        name: `${shape}, whole ÷ quarter`,
        value: whole.seconds / quarter.seconds,
        unit: "",
        bound: 4.6,
        better: "lower",
      },
      { name: `${shape}, peak memory`, value: whole.megabytes, unit: "MB", bound: 1000, better: "lower" },
    );
  }
  await report("compare", figures);
}

type Measured = { readonly seconds: number; readonly megabytes: number };

function inChild(shape: string, rows: number): Measured {
  const script = [fileURLToPath(import.meta.url), "--shape", shape, "--rows", String(rows)];
  const { stdout, stderr, status } = spawnSync(process.execPath, [heapLimit, "--expose-gc", ...script], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${shape} with ${String(rows)} rows failed: ${stderr}`);
  return JSON.parse(stdout) as Measured;
}

async function measureOne(shape: Shape, rows: number): Promise<void> {
  await loadParser();
  const expected = outcome(
    Array.from({ length: rows }, (_none, at) => row(at, rows, shape, 0)),
    columns,
  );
  const answered = outcome(
    placesOf(rows, shape).map((at) =>
      shape.renamed === true ? row(at, rows, shape, 1).toReversed() : row(at, rows, shape, 1),
    ),
    shape.renamed === true ? columns.map(([, type], i) => [`c${String(i)}`, type] as const).toReversed() : columns,
  );
  const sql = `SELECT * FROM t${shape.order === undefined ? "" : ` ORDER BY ${shape.order}`}`;
  // What making the results left behind is none of the comparator's.
  globalThis.gc?.();
  const started = { wall: performance.now(), processor: process.cpuUsage() };
  const { verdict } = compareAnswer({ expected, actual: answered, sql, policy: {} });
  const { user, system } = process.cpuUsage(started.processor);
  // Other work on the machine lengthens the first, the collector's threads the second.
  const seconds = Math.min((performance.now() - started.wall) / 1000, (user + system) / 1e6);
  if (verdict !== shape.verdict) throw new Error(`${verdict} where ${shape.verdict} is right`);
  process.stdout.write(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
}

/** One row as a response's JSON gives it: each side has texts of its own. */
function row(at: number, rows: number, shape: Shape, side: 0 | 1): string[] {
  const seed = (at * 2_654_435_761) % 4_294_967_296;
  const off = side === 1 && shape.noise === true ? 1 + ((at % 7) - 3) * 1e-11 : 1;
  const wrong = side === 1 && isWrong(at, rows, shape) ? 1 : 0;
  const key = shape.swapped === true ? Math.floor(at / 3) : at;
  const group = shape.keyless === true ? at % 10 : at;
  const cells = [
    String(shape.keyless === true ? group : key),
    regions[group % 12] as string,
    `cust ${String((group * 7919) % 50_000)}`,
    `20${String(10 + (group % 15))}-0${String(1 + (group % 9))}-${String(10 + (group % 18))}`,
    new Date(1_700_000_000_000 + group * 1000).toISOString().replace(".000Z", "Z"),
    String((group % 1000) + wrong),
    ((group * 37) / 100).toFixed(2),
    String((seed / 100) * off),
    String((Math.floor(seed / 1000) / 1000) * off),
    group % 3 === 0 ? "true" : "false",
  ];
  return JSON.parse(JSON.stringify(cells)) as string[];
}

function isWrong(at: number, rows: number, { wrongCells = 0 }: Shape): boolean {
  return wrongCells > 0 && at % Math.floor(rows / wrongCells) === 17;
}

/** Which expected row stands at each answered place: a walk with a step that shares no factor with the count. */
function placesOf(rows: number, shape: Shape): number[] {
  const step = 611_953;
  return Array.from({ length: rows }, (_none, at) => {
    if (shape.shuffled === true) return (at * step) % rows;
    if (shape.swapped === true && at % 3 < 2 && at + 1 < rows) return at % 3 === 0 ? at + 1 : at - 1;
    return at;
  });
}

function outcome(rows: readonly (readonly string[])[], of: readonly (readonly [string, string])[]): StatementOutcome {
  return {
    kind: "rows",
    statementId: "s",
    result: {
      columns: of.map(([name, typeText]) => ({ name, typeText, typeName: typeText.replace(/\(.*/u, "") })),
      rows,
      totalRowCount: rows.length,
      truncated: false,
    },
  };
}
