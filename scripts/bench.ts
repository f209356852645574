import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** One figure with the bound it has to hold. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bound: number;
  readonly better: "lower" | "higher";
};

/** Prints the figures, writes `out/bench/<name>.json`, and makes the process end with 1 when one does not hold. */
export async function report(name: string, figures: readonly Figure[]): Promise<void> {
  const judged = figures.map((figure) => ({
    ...figure,
    holds: figure.better === "lower" ? figure.value <= figure.bound : figure.value >= figure.bound,
  }));
  const wide = Math.max(...figures.map((figure) => figure.name.length));
  for (const { name: what, value, unit, bound, better, holds } of judged) {
    const limit = `${better === "lower" ? "at most" : "at least"} ${String(bound)}`;
    console.log(
      `${what.padEnd(wide)}  ${value.toFixed(2).padStart(8)} ${unit.padEnd(4)} ${limit}${holds ? "" : "  NOT HELD"}`,
    );
  }
  const folder = fileURLToPath(new URL("../out/bench/", import.meta.url));
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}${name}.json`, `${JSON.stringify(judged, null, 2)}\n`);
  if (judged.some(({ holds }) => !holds)) process.exitCode = 1;
}
