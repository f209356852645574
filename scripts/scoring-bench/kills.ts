import { orchestrator } from "../../src/stages/orchestrator.ts";
import { score } from "../../src/stages/score.ts";
import { type Ground, openGround, pathOf, type Player, six } from "../../test/whole/fixture.ts";
import { mortalContext } from "../../test/whole/mortal.ts";
import type { Figure } from "../bench.ts";
import { conversationsOf } from "./conversations.ts";
import { seed } from "./latencies.ts";

const allPoints = 50;
const sampled = 20;

/** The row on questions asked again after a kill. @param all at each of the fifty points, else at some of them */
export async function measureKills(all: boolean): Promise<Figure[]> {
  await using ground = await openGround({ seed });
  const calls = await callsOfScoring(ground);
  const points = Array.from({ length: allPoints }, (_, place) => 1 + Math.floor((place * (calls - 1)) / allPoints));
  const chosen = all ? points : points.filter((_, place) => place % (allPoints / sampled) < 1);
  let [again, missing] = [0, 0];
  for (const point of chosen) {
    const { asked, stored, wanted } = await askedAfterKill(ground, point);
    again += Math.max(0, asked - stored);
    missing += wanted - stored;
  }
  console.log(
    `killed after ${String(chosen.length)} of ${String(allPoints)} points among the ${String(calls)} calls of a scoring` +
      (all ? "" : " (all of them with --all-kills)"),
  );
  return [
    { name: "asked again after a kill, with an answer there", value: again, unit: "", bound: 0, better: "lower" },
    { name: "not asked after a kill", value: missing, unit: "", bound: 0, better: "lower" },
  ];
}

async function connectSix(ground: Ground, space_id: string, signal?: AbortSignal): Promise<Player> {
  return ground.connect({ space_id, benchmarks: pathOf(six.exam), statement_timeout: 2 }, signal ? { signal } : {});
}

async function callsOfScoring(ground: Ground): Promise<number> {
  await using player = await connectSix(ground, await ground.makeSpace(six.space));
  const { run_id } = await orchestrator(player.context, "", 1);
  const { context, life } = mortalContext(player.context, Number.POSITIVE_INFINITY, "calls");
  await score(context, run_id, 1);
  return life.steps.length;
}

/** Kills a scoring after so many of its calls to the outside, has another process end it, and counts. */
async function askedAfterKill(
  ground: Ground,
  point: number,
): Promise<{ readonly asked: number; readonly stored: number; readonly wanted: number }> {
  const space_id = await ground.makeSpace(six.space);
  const killed = new AbortController();
  await using first = await connectSix(ground, space_id, killed.signal);
  const { run_id } = await orchestrator(first.context, "", 1);
  const { context, life } = mortalContext(first.context, point, "calls");
  const lived = score(context, run_id, 1).catch(() => {});
  await Promise.race([life.death, lived]);
  killed.abort();
  await using second = await connectSix(ground, space_id);
  await orchestrator(second.context, run_id, 1);
  await score(second.context, run_id, 1);
  const rows = await second.context.state.attempts.list({ run_id, arms: ["baseline"] });
  const visible = (await second.context.state.iterations.get(run_id, 1))?.total_benchmarks ?? 0;
  const asked = await conversationsOf(ground, rows[0]?.space_id ?? "");
  return { asked: asked.length, stored: rows.length, wanted: 3 * visible };
}
