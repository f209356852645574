import { checkFixes } from "../../lib/planning/check-fixes.ts";
import { fixKey } from "../../lib/planning/fix-texts.ts";
import { probeQuery } from "../../lib/planning/fix-sql.ts";
import { seededIds } from "../../lib/core/random.ts";
import { applyFix } from "../../lib/space/apply-fix.ts";
import { parseSpace } from "../../lib/space/document.ts";
import { type Fix, typeOf } from "../../lib/space/fix.ts";
import { limitProblems } from "../../lib/space/limits.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { storedExam } from "../exam/stored-exam.ts";
import { rejectedFixes } from "../planning/earlier-lessons.ts";
import { catalogFixesOf } from "../planning/catalog-fixes-of.ts";
import { catalogOf, explain } from "../planning/plan-loop.ts";
import type { RunContext } from "../run-context.ts";
import { trialFixesOf, withFixes } from "../trials/trial-run.ts";

/** Why an edited fix may not be tried. */
export type EditProblem = { readonly changeId: string; readonly check: string; readonly reason: string };

/**
 * Puts edited fixes through every check that the planner's own go through: names, effect, limits, leaks of the exam alone and together with
 * the other fixes, SQL explained by the warehouse. What is not edited was checked when it was planned, and is only stood beside them.
 * @param planned the whole plan as it stands, in its order
 */
export async function checkEdits(
  context: RunContext,
  run: RunRow,
  planned: readonly ChangeRow[],
  edits: ReadonlyMap<string, Fix>,
): Promise<EditProblem[]> {
  const [best, exam] = await Promise.all([
    context.state.spaces.latest(run.run_id, "dev_best"),
    storedExam(context.state, run),
  ]);
  if (best === null || exam === null) throw new Error(`run ${run.run_id} has no snapshot of dev-best, or no exam`);
  const document = parseSpace(best.serialized_space);
  const others = trialFixesOf(planned.filter((row) => row.status !== "REJECTED" && !edits.has(row.change_id)));
  const own = trialFixesOf(planned.filter((row) => edits.has(row.change_id))).map((one) => ({
    ...one,
    fix: edits.get(one.changeId) ?? one.fix,
  }));
  const [catalog, rejected] = await Promise.all([catalogOf(context, document), rejectedFixes({ ...context, run })]);
  const planKeys = new Set(trialFixesOf(planned).map(({ fix }) => fixKey(fix)));
  const proposals = [...others, ...own].map(({ fix, targets }) => ({
    category: typeOf(fix).category,
    fix,
    targets,
    reasoning: "",
  }));
  const probes = new Set(
    own.flatMap(({ fix }) => {
      const probe = probeQuery(fix, document, catalog);
      return probe.kind === "query" ? [probe.sql] : [];
    }),
  );
  const ids = seededIds(run.run_id);
  const { blocked } = await checkFixes({
    proposals,
    offSchema: [],
    document,
    catalog,
    applyFix: (from, fix) => applyFix(from, fix, ids),
    limitProblem: (from) => limitProblems(from)[0]?.message ?? null,
    explain: async (sql) => (probes.has(sql) ? explain(context, sql) : { ok: true }),
    rejectedBefore: new Map([...rejected].filter(([key]) => !planKeys.has(key))),
    catalogFixes: catalogFixesOf(context.settings),
    failingIds: new Set(proposals.flatMap(({ targets }) => targets)),
    visible: exam.questions.filter((question) => question.split === "visible"),
    heldOut: exam.questions.filter((question) => question.split === "held_out"),
  });
  const stopped = own.flatMap(({ changeId, fix }): EditProblem[] => {
    const stop = blocked.find((one) => one.fix === fix);
    return stop === undefined ? [] : [{ changeId, check: stop.check, reason: stop.reason }];
  });
  if (stopped.length > 0) return stopped;
  return [...conflicts(own, others), ...broken(planned, edits, document)];
}

type Named = { readonly changeId: string; readonly fix: Fix };

/** Two fixes of one plan may not touch the same object: neither could be told from the other. */
function conflicts(own: readonly Named[], others: readonly Named[]): EditProblem[] {
  return own.flatMap(({ changeId, fix }): EditProblem[] => {
    const touched = new Set(typeOf(fix).touches(fix));
    const other = [...others, ...own].find(
      (one) =>
        one.changeId !== changeId &&
        typeOf(one.fix)
          .touches(one.fix)
          .some((key) => touched.has(key)),
    );
    if (other === undefined) return [];
    const reason = `it touches the same object as a ${other.fix.change_type} of the plan (${other.changeId})`;
    return [{ changeId, check: "conflict", reason }];
  });
}

/** Made in the plan's order, no fix may fail that could be made before the edit. */
function broken(
  planned: readonly ChangeRow[],
  edits: ReadonlyMap<string, Fix>,
  document: Parameters<typeof withFixes>[0],
): EditProblem[] {
  const before = trialFixesOf(planned);
  const after = before.map((one) => ({ ...one, fix: edits.get(one.changeId) ?? one.fix }));
  const known = withFixes(document, before).refused;
  const [first = ""] = edits.keys();
  return [...withFixes(document, after).refused].flatMap(([changeId, reason]): EditProblem[] =>
    known.has(changeId) && !edits.has(changeId)
      ? []
      : [{ changeId: edits.has(changeId) ? changeId : first, check: "no_effect", reason }],
  );
}
