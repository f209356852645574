import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { json, pathOf, type Place, servedPlace } from "./program.ts";

let place: Place;
beforeAll(async () => {
  place = await servedPlace();
});
afterAll(async () => {
  await place[Symbol.asyncDispose]();
});

it(
  "a run that used its loops is given another, followed, stripped of its clones, and promoted",
  { timeout: 120_000 },
  async () => {
    const spaceId = await place.makeSpace(await readFile(pathOf("test/fixtures/six.space.json"), "utf8"));
    const spaces = await place.spaceIds();
    const exam = pathOf("test/fixtures/six.exam.json");
    const little = ["--max-iterations", "1", "--max-changes-per-iteration", "1"];
    const first = await place.run(["run", "--local", "--space-id", spaceId, "--benchmarks", exam, ...little, "--json"]);
    expect(first.code).toBe(2);
    const { run_id: runId } = json(first) as { run_id: string };
    expect(json(first)).toMatchObject({ status: "MAX_LOOPS", loops: 1 });

    const over = await place.run(["wait", "--local", "--json"]);
    expect(over.code).toBe(2);
    expect(json(over)).toMatchObject({ run_id: runId, status: "MAX_LOOPS", job_runs: [], dashboard: null });
    expect(over.stderr).toMatch(/Loop 1\n.* of 6 right[^]*Run ended: all loops used/u);
    const resumed = await place.run(["resume", "--local"]);
    expect(resumed.stderr).toContain(`npx genie-enhancer continue --run ${runId} --local`);

    const more = ["--max-changes-per-iteration", "20", "--max-iterations", "4"];
    const next = await place.run(["continue", "--local", "--run", runId, ...more, "--json"]);
    expect(next.code).toBe(0);
    expect(json(next)).toMatchObject({ run_id: runId, status: "TARGET_REACHED", loops: 3 });

    const kept = await place.run(["keep", "--local"]);
    expect(kept).toMatchObject({ code: 0 });
    expect(kept.stdout).toMatch(/^Kept until discarded: [0-9a-f]{32}, [0-9a-f]{32}\.$/mu);
    const discarded = await place.run(["discard", "--local", "--json"]);
    expect(discarded.code).toBe(0);
    expect(json(discarded)).toMatchObject({ run_id: runId, spaces: { dev_best: null, dev_working: null } });
    expect(await place.spaceIds()).toEqual(spaces);
    expect((await place.run(["promote", "--local", "--comment", "agreed on Monday"])).code).toBe(0);
    const history = await place.run(["history", "--local", "--space", spaceId, "--json"]);
    expect(json(history)).toMatchObject([{ kind: "promote", status: "DONE", run_id: runId, why: "agreed on Monday" }]);
    expect((await place.run(["history", "--local", "--space", spaceId, "--locale", "ko"])).stdout).toContain("승격");
    const late = await place.run(["continue", "--local"]);
    expect(late.code).toBe(1);
    expect(late.stderr).toContain("was promoted");
  },
);
