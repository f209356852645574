import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { score } from "../../src/stages/score.ts";
import { validate } from "../../src/stages/validate.ts";
import { lookUp } from "../../src/runs/effects/write-catalog.ts";
import {
  applyPlan,
  beginRun,
  bytesOf,
  catalogNow,
  type CatalogRun,
  discard,
  figures,
  keepAll,
  openIntents,
  prepare,
  promoted,
  propose,
  rejectAll,
  spaceWithTheirView,
  statement,
  takenBack,
  theirs,
  transactions,
  viewName,
  wider,
  writingFixes,
} from "./catalog-case.ts";
import { type Ground, openGround } from "./fixture.ts";

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
  await prepare(ground);
});
afterAll(() => ground[Symbol.asyncDispose]());

const statuses = async ({ context, runId }: CatalogRun): Promise<string[]> =>
  (await context.state.changes.list({ run_id: runId })).map((row) => row.status);

describe("fixes that reach into Unity Catalog", () => {
  it("are kept by the gate where a question needs them", async () => {
    await using run = await beginRun(ground);
    const { context, runId } = run;
    const name = viewName(run, "receipt_figures");
    const yaml = `version: 1.1\nsource: ${transactions}\ndimensions:\n  - name: paymentMethod\n    expr: paymentMethod\nmeasures:\n  - name: average_receipt\n    expr: ROUND(SUM(totalPrice) / COUNT(*), 2)\n`;
    await score(context, runId, 1);
    // The space calls something else by that name, which is in the way.
    const misleading = { change_type: "delete_measure", id: "9f3817d4f7e569b045c6e6d72873b134" } as const;
    await propose(run, [misleading, { change_type: "create_metric_view", name, yaml }]);
    await applyPlan(run);
    await validate(context, runId, 1);
    expect(await statuses(run)).toEqual(["KEPT", "KEPT"]);
    expect(await lookUp(context, name)).toMatchObject({ tableType: "METRIC_VIEW" });
    await discard(run);
    expect(await lookUp(context, name)).toBeNull();
  });

  it("are tried without touching what production reads, promoted, and taken back to the byte", async () => {
    await using run = await beginRun(ground, {}, await spaceWithTheirView(ground));
    const before = { catalog: await catalogNow(run), space: await bytesOf(run) };
    await propose(run, writingFixes(run));
    await applyPlan(run);
    expect(await statuses(run)).toEqual(["APPLIED", "APPLIED", "APPLIED", "APPLIED"]);
    expect((await lookUp(run.context, theirs))?.definition?.trim()).toBe(figures().trim());
    expect((await lookUp(run.context, transactions))?.comment).toBe("Sales, one row each");
    expect(await lookUp(run.context, viewName(run, "receipts"))).toMatchObject({ tableType: "METRIC_VIEW" });
    await keepAll(run);
    expect(await bytesOf(run)).toBe(before.space);

    const written = await promoted(run);
    expect(written.conflicts).toEqual([]);
    await discard(run);
    expect((await lookUp(run.context, theirs))?.definition).toContain("sales");
    expect(await lookUp(run.context, transactions)).toMatchObject({ comment: "One row per sale; it's net \\ tax." });
    expect(await bytesOf(run)).toContain(theirs);
    expect(await bytesOf(run)).not.toContain("__trial_");
    expect(JSON.stringify(await catalogNow(run))).not.toContain("__trial_");
    expect(JSON.stringify(await catalogNow(run))).toContain("receipts");

    await takenBack(run);
    expect(await bytesOf(run)).toBe(before.space);
    expect(await catalogNow(run)).toEqual(before.catalog);
    expect(await openIntents(run)).toEqual([]);
  });

  it("leave nothing where the gate rejects them", async () => {
    await using run = await beginRun(ground, {}, await spaceWithTheirView(ground));
    const before = await catalogNow(run);
    await propose(run, writingFixes(run));
    await applyPlan(run);
    await rejectAll(run);
    expect(await catalogNow(run)).toEqual(before);
    await discard(run);
  });

  it("leave nothing where what was kept is discarded", async () => {
    await using run = await beginRun(ground, {}, await spaceWithTheirView(ground));
    const before = await catalogNow(run);
    await propose(run, writingFixes(run).slice(0, 2));
    await applyPlan(run);
    await keepAll(run);
    expect(await catalogNow(run)).not.toEqual(before);
    await discard(run);
    expect(await catalogNow(run)).toEqual(before);
  });

  it("take nothing for their own that the run did not make", async () => {
    await using run = await beginRun(ground);
    const name = viewName(run, "taken");
    await statement(run.context, `CREATE VIEW ${name} WITH METRICS LANGUAGE YAML AS $$\n${figures()}$$`);
    const before = await catalogNow(run);
    await propose(run, [{ change_type: "create_metric_view", name, yaml: figures() }]);
    await applyPlan(run);
    const [change] = await run.context.state.changes.list({ run_id: run.runId });
    expect(change).toMatchObject({ status: "BLOCKED", error_message: expect.stringContaining("did not make it") });
    await discard(run);
    expect(await catalogNow(run)).toEqual(before);
    await statement(run.context, `DROP VIEW ${name}`);
  });

  it("leave a view that somebody changed since, and say so", async () => {
    await using run = await beginRun(ground);
    const name = viewName(run, "edited");
    await propose(run, [{ change_type: "create_metric_view", name, yaml: figures() }]);
    await applyPlan(run);
    await statement(run.context, `ALTER VIEW ${name} AS $$\n${wider}$$`);
    await rejectAll(run);
    expect((await lookUp(run.context, name))?.definition).toContain("sales");
    expect(JSON.stringify(run.player.events)).toContain("was changed by somebody else");
    await statement(run.context, `DROP VIEW ${name}`);
  });

  it("conflict with what people wrote meanwhile, and then nothing is written", async () => {
    await using run = await beginRun(ground, {}, await spaceWithTheirView(ground));
    const space = await bytesOf(run);
    await propose(run, writingFixes(run));
    await applyPlan(run);
    await keepAll(run);
    await statement(run.context, `COMMENT ON TABLE ${transactions} IS 'Mine'`);
    const before = await catalogNow(run);
    const written = await promoted(run);
    expect(written.conflicts).toMatchObject([{ path: `unity_catalog[${transactions}].comment`, theirs: "Mine" }]);
    expect(await bytesOf(run)).toBe(space);
    expect(await catalogNow(run)).toEqual(before);
    await statement(run.context, `COMMENT ON TABLE ${transactions} IS 'Sales, one row each'`);
    await discard(run);
  });

  it("refuse to take away names that people's queries may use", async () => {
    await using run = await beginRun(ground, {}, await spaceWithTheirView(ground));
    const yaml = figures().replace("takings", "earnings");
    await propose(run, [{ change_type: "update_metric_view", name: theirs, yaml }]);
    await applyPlan(run);
    const [change] = await run.context.state.changes.list({ run_id: run.runId });
    expect(change).toMatchObject({ status: "BLOCKED", error_message: expect.stringContaining("take away takings") });
    await discard(run);
  });
});
