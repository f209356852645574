import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Figure } from "../bench.ts";
import type { InstantScoring } from "./instant-scoring.ts";
import { instantWorkspace } from "./instant-workspace.ts";

const [few, many] = [500, 5_000];
/** Of the small exam; the least counts, since other work on the machine only adds. */
const repeats = 3;

/** The rows on what we cost ourselves. @param script what scores in a process of its own when given `--instant` */
export async function measureOverhead(script: string): Promise<Figure[]> {
  const { host, caPem, stop } = await instantWorkspace();
  const scored = async (size: number): Promise<InstantScoring> => {
    const given = [script, "--instant", String(size), "--host", host];
    const { stdout } = await promisify(execFile)(process.execPath, given, {
      env: { ...process.env, BENCH_CA_PEM: caPem },
    });
    return JSON.parse(stdout) as InstantScoring;
  };
  const small: InstantScoring[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) small.push(await scored(few));
  const large = await scored(many);
  stop();
  const least = (of: (one: InstantScoring) => number): number => Math.min(...small.map(of)) / few;
  const [wall, cpu] = [least(({ ms }) => ms), least(({ cpuMs }) => cpuMs)];
  console.log(
    `a question of ${String(few)}: ${wall.toFixed(2)} ms, ${cpu.toFixed(2)} ms of them at work; of ${String(many)}: ${(large.ms / many).toFixed(2)} ms, ` +
      `${(large.cpuMs / many).toFixed(2)} ms at work; ${String(small[0]?.right)} and ${String(large.right)} right; peak of ${String(few)}: ${small[0]?.peakMebibytes.toFixed(0) ?? ""} MiB`,
  );
  return [
    { name: "our own time a question, 500 questions", value: wall, unit: "ms", bound: 8, better: "lower" },
    { name: "5,000 questions: peak memory", value: large.peakMebibytes, unit: "MiB", bound: 400, better: "lower" },
    { name: "time a question, 5,000 / 500", value: large.ms / many / wall, unit: "", bound: 1.25, better: "lower" },
  ];
}
