import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { orchestrator } from "../../src/stages/orchestrator.ts";
import { score } from "../../src/stages/score.ts";
import { type Ground, openGround } from "../../test/whole/fixture.ts";
import type { Figure } from "../bench.ts";
import { type Connection, connectSpedUp } from "./connect-sped-up.ts";
import { conversationsOf } from "./conversations.ts";
import { demo, demoQuestions } from "./exam.ts";
import { seed } from "./latencies.ts";
import { spedUpClock } from "./sped-up-clock.ts";

const speed = 20;
const perMinute = 5;
const atOnce = 3;
const minuteMs = 60_000;
/** Twenty questions three times each; a fifth of an exam is held out and not asked. */
const [visible, inExam, repeats] = [20, 25, 3];

const settings = { questions_per_minute: perMinute, quota_share: 1, indexing_wait: 0 } as const;

/** The row on one run under the throttle, and the row on what is written to state, which needs minutes of asking. */
export async function measureThrottled(): Promise<Figure[]> {
  await using ground = await openThrottled();
  const clock = spedUpClock(speed);
  const benchmarks = join(ground.outDir, "twenty.json");
  await writeFile(benchmarks, JSON.stringify({ benchmarks: await demoQuestions(inExam) }));
  const space_id = await ground.makeSpace(demo.space);
  await using connection = await connectSpedUp(ground, clock, { ...settings, benchmarks, space_id });
  const { context, writes } = connection;
  await context.state.migrate();
  const { run_id } = await orchestrator(context, "", 1);
  const before = writes().length;
  await score(context, run_id, 1);
  const written = writes().slice(before);
  const rows = await context.state.attempts.list({ run_id, arms: ["baseline"] });
  const asked = await askedAt(ground, rows[0]?.space_id ?? "");
  const lost = visible * repeats - rows.filter(({ verdict }) => verdict !== "INFRA").length;
  const minutes = spanOf(asked) / minuteMs;
  const began = Math.min(...rows.map((row) => Date.parse(row.created_at) - 1000 * (row.response_time_seconds ?? 0)));
  const whole = (Math.max(...rows.map((row) => Date.parse(row.created_at))) - began) / minuteMs;
  console.log(
    `throttled: ${String(asked.length)} questions asked within ${minutes.toFixed(2)} min, all judged after ${whole.toFixed(2)}, ` +
      `${String(mostInAMinute(asked))} at most in a minute, ${share(asked).toFixed(3)} of what the bucket lets through; ` +
      `${String(written.length)} statements written: ${countsOf(written)}`,
  );
  return [
    {
      name: "throttled: verdicts a minute / questions the bucket lets through a minute",
      value: rows.length / whole / perMinute,
      unit: "",
      bound: 0.97,
      better: "higher",
    },
    { name: "throttled: questions lost", value: lost, unit: "", bound: 0, better: "lower" },
    {
      name: "throttled: refused by the workspace",
      value: context.workspace.usage().throttled,
      unit: "",
      bound: 0,
      better: "lower",
    },
    {
      name: "statements written beside three a minute",
      value: written.length - 3 * minutes,
      unit: "",
      bound: 12,
      better: "lower",
    },
  ];
}

/** The same without what three questions at once cost: when all three are long in coming, the bucket waits. */
export async function measureBucket(): Promise<Figure[]> {
  await using ground = await openThrottled();
  const space_id = await ground.makeSpace(demo.space);
  await using connection = await connectSpedUp(ground, spedUpClock(speed), { ...settings, space_id });
  await connection.context.state.migrate();
  await askMany(connection, space_id, visible * repeats, 2 * atOnce);
  const asked = await askedAt(ground, space_id);
  return [
    {
      name: "throttled, six at once: asked / let through by the bucket",
      value: share(asked),
      unit: "",
      bound: 0.97,
      better: "higher",
    },
    {
      name: "throttled, six at once: most in any minute",
      value: mostInAMinute(asked),
      unit: "",
      bound: perMinute,
      better: "lower",
    },
  ];
}

/** The rows on two runs that share the bucket through the table of leases. */
export async function measureShared(): Promise<Figure[]> {
  await using ground = await openThrottled();
  const clock = spedUpClock(speed);
  const space_id = await ground.makeSpace(demo.space);
  await using one = await connectSpedUp(ground, clock, { ...settings, space_id });
  await using other = await connectSpedUp(ground, clock, { ...settings, space_id });
  await one.context.state.migrate();
  const half = (visible * repeats) / 2;
  const answered = await Promise.all([askMany(one, space_id, half), askMany(other, space_id, half)]);
  const asked = await askedAt(ground, space_id);
  const refused = [one, other].reduce((sum, { context }) => sum + context.workspace.usage().throttled, 0);
  console.log(
    `two runs: ${answered.join(" + ")} answered in ${(spanOf(asked) / minuteMs).toFixed(2)} min, ${String(refused)} refused`,
  );
  return [
    {
      name: "two runs: asked / let through by the bucket",
      value: share(asked),
      unit: "",
      bound: 0.95,
      better: "higher",
    },
    {
      name: "two runs: most questions in any minute",
      value: mostInAMinute(asked),
      unit: "",
      bound: perMinute,
      better: "lower",
    },
    { name: "two runs: refused by the workspace", value: refused, unit: "", bound: 0, better: "lower" },
    {
      name: "two runs: questions lost",
      value: 2 * half - answered.reduce((a, b) => a + b),
      unit: "",
      bound: 0,
      better: "lower",
    },
  ];
}

function openThrottled(): Promise<Ground> {
  return openGround({ seed, speed, samples: ["bakehouse", "tpch"] });
}

/** Asks so many questions as a stage does. @returns how many had an answer */
async function askMany({ context }: Connection, spaceId: string, questions: number, streams = atOnce): Promise<number> {
  const texts = (await demoQuestions(visible)).map(({ question }) => question);
  const noMore = context.workspace.expectQuestions(questions);
  let [next, answered] = [0, 0];
  const stream = async (): Promise<void> => {
    while (next < questions) {
      const text = texts[next % texts.length] ?? "";
      next += 1;
      const outcome = await context.workspace.ask(spaceId, text, context.signal);
      if (outcome.kind !== "infra") answered += 1;
    }
  };
  await Promise.all(Array.from({ length: streams }, stream));
  await noMore();
  return answered;
}

/** When the workspace took each question of a space, in milliseconds of the fast clock, in order. */
async function askedAt(ground: Ground, spaceId: string): Promise<readonly number[]> {
  const conversations = await conversationsOf(ground, spaceId);
  return conversations.map(({ created_timestamp: at }) => at * speed).toSorted((one, other) => one - other);
}

function spanOf(times: readonly number[]): number {
  return (times.at(-1) ?? 0) - (times[0] ?? 0);
}

/** What was asked, to what a bucket of five a minute lets through from the first question to the last: five at once, and five a minute. */
function share(times: readonly number[]): number {
  return times.length / (perMinute + (perMinute * spanOf(times)) / minuteMs);
}

function mostInAMinute(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + minuteMs).length));
}

function countsOf(statements: readonly string[]): string {
  const names = statements.map((text) => /\b(?:INTO|UPDATE|FROM)\s+(\S+)/iu.exec(text)?.[1]?.split(".").at(-1) ?? text);
  return [...Map.groupBy(names, (name) => name)].map(([name, all]) => `${name} ${String(all.length)}`).join(", ");
}
