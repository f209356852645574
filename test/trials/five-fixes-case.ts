import { expect } from "vitest";
import type { Reason } from "../../src/lib/gate/trial.ts";
import type { ChangeRow } from "../../src/lib/state/tables/changes.ts";
import { type FivePlan, fivePlan, type Useless } from "./five-fixes.ts";
import { storedAttempt } from "../../src/runs/trials/trial-numbers.ts";
import { endingOf, settleLoop, simulatedRun, type World } from "./simulated-run.ts";

const kinds: readonly { readonly useless: Useless; readonly harmful: boolean; readonly repairs: number }[] = (
  ["own targets", "shared targets", "mixed targets"] as const
).flatMap((useless) => [false, true].flatMap((harmful) => [1, 2].map((repairs) => ({ useless, harmful, repairs }))));

/** The plan of a seed: the kinds take turns. */
export function planOfSeed(seed: number, strategy: World["strategy"]): FivePlan {
  const kind = kinds[seed % kinds.length];
  if (kind === undefined) throw new Error("there is a kind for each remainder");
  return fivePlan(`five ${String(seed)}`, strategy, kind);
}

export type FiveEnd = {
  /** Just the two useful fixes were kept. */
  readonly justThose: boolean;
  /** Questions that the trials asked, as evaluations of the exam. */
  readonly evaluations: number;
  /** Evaluations that taking fixes out of what was kept cost. */
  readonly ablation: number;
  readonly changes: readonly ChangeRow[];
};

/** Plays the trials of a seed's plan, and once more as a process does that was killed right behind them. */
export async function playFive(seed: number, strategy: World["strategy"]): Promise<FiveEnd> {
  const world = planOfSeed(seed, strategy);
  const simulated = await simulatedRun(world);
  const before = simulated.asked.length;
  await settleLoop(simulated);
  const asked = simulated.asked.length - before;
  const settled = await endingOf(simulated);
  await settleLoop(simulated);
  expect(simulated.asked).toHaveLength(before + asked);
  expect((await endingOf(simulated)).digests).toEqual(settled.digests);
  const { changes, kept, rows } = settled;
  const lastTrial = Math.max(...changes.map((row) => Number(row.group_id ?? 0)));
  // Behind the trials of groups come those of the configurations without one fix.
  const afterTrials = rows.filter((row) => row.arm !== "baseline" && row.attempt > storedAttempt(lastTrial + 1, 0));
  const ablation = afterTrials.length / world.questions.length;
  const evaluations = asked / world.questions.length;
  return { justThose: JSON.stringify(kept) === JSON.stringify(world.useful), evaluations, ablation, changes };
}

/** A fix that is not kept says why, and one that lacked proof says what would have given it. */
export function expectReasons(changes: readonly ChangeRow[]): void {
  for (const row of changes) {
    expect(["KEPT", "REVERTED"]).toContain(row.status);
    if (row.status === "KEPT") {
      expect(row.validation_status).toBe("PROVEN");
      continue;
    }
    // Written by the trials, as the gate gave it.
    const reason = JSON.parse(row.error_message ?? "null") as Reason;
    switch (reason.kind) {
      case "guard_lost":
        expect(row.validation_status).toBe("HARMFUL");
        break;
      case "no_target_moved":
      case "own_questions_unmoved":
      case "adds_nothing":
        expect(row.validation_status).toBe("NO_CHANGE");
        break;
      case "not_proven": {
        const enough = reason.power >= 0.8;
        expect(row.validation_status).toBe(enough ? "NO_CHANGE" : "UNDERPOWERED");
        // Where nothing more would have been needed, both say what was there.
        if (enough) expect(reason).toMatchObject({ pairsNeeded: reason.pairs, questionsNeeded: 1 });
        else expect(reason.pairsNeeded ?? reason.questionsNeeded ?? reason.wrongQuestionsNeeded).toBeGreaterThan(0);
        break;
      }
      case "proven":
      case "stopped":
      case "too_few_valid":
        expect.fail(`a fix was reverted for ${reason.kind}`);
    }
  }
}
