import type { SpaceDocument } from "../../lib/space/document.ts";
import { catalogPath, type Effect, effectsOf } from "../../lib/space/effects.ts";
import { type Fix, fixSchema } from "../../lib/space/fix.ts";
import { isSameMetricView, namesOf, readMetricView } from "../../lib/space/metric-view/definition.ts";
import { tableEntries } from "../../lib/space/visit.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { RunContext } from "../run-context.ts";
import { type CatalogIntent, commentOf, viewsMade } from "./catalog-record.ts";
import { settleCatalog } from "./settle-catalog.ts";
import { lookUp, writeCatalog, type Writer } from "./write-catalog.ts";
import { EnhancerError } from "../../lib/core/errors.ts";

type TriedFix = { readonly changeId: string; readonly fix: Fix };

/** A part of Unity Catalog as it stood when a fix was first tried, for the record and for the promotion. */
export type Seen = { readonly path: string; readonly value: string | null };

export type ReadyFixes = {
  /** Why a fix cannot be tried, by change. */
  readonly refused: ReadonlyMap<string, string>;
  /** What its effects will find in Unity Catalog, by change. */
  readonly seen: ReadonlyMap<string, readonly Seen[]>;
};

/** Makes the views that fixes need for their trial, and notes what their other effects are going to change. */
export async function readyForTrial(
  context: RunContext,
  writer: Writer,
  fixes: readonly TriedFix[],
): Promise<ReadyFixes> {
  const refused = new Map<string, string>();
  const seen = new Map<string, Seen[]>();
  const touching = fixes.filter(({ fix }) => effectsOf(fix).length > 0);
  if (touching.length === 0) return { refused, seen };
  let intents = await settleCatalog(context, writer.runId);
  for (const { changeId, fix } of touching) {
    for (const effect of effectsOf(fix)) {
      const found = await readyOne(context, writer, effect, changeId, intents);
      if (found.kind === "refused") refused.set(changeId, found.reason);
      else if (found.seen !== null) seen.set(changeId, [...(seen.get(changeId) ?? []), found.seen]);
      if (effect.when === "trial") intents = await settleCatalog(context, writer.runId);
      if (found.kind === "refused") break;
    }
  }
  return { refused, seen };
}

type Ready =
  | { readonly kind: "ready"; readonly seen: Seen | null }
  | { readonly kind: "refused"; readonly reason: string };

async function readyOne(
  context: RunContext,
  writer: Writer,
  effect: Effect,
  changeId: string,
  intents: readonly CatalogIntent[],
): Promise<Ready> {
  if (effect.kind === "create_view") {
    const made = await ensureView(context, writer, effect, changeId, intents);
    return made.kind === "refused" ? made : { kind: "ready", seen: null };
  }
  const there = await lookUp(context, effect.target);
  if (there === null) return { kind: "refused", reason: `Unity Catalog has no ${effect.target}` };
  const path = catalogPath(effect);
  if (effect.kind === "comment") return { kind: "ready", seen: { path, value: commentOf(there, effect.column) } };
  const lost = there.definition === null ? "its definition cannot be read" : namesLost(there.definition, effect.after);
  if (lost !== null) return { kind: "refused", reason: `${effect.target} cannot be changed: ${lost}` };
  return { kind: "ready", seen: { path, value: there.definition } };
}

/** Others may query a view that stands: a change keeps every name that they may use, and what it cannot read it does not replace. */
function namesLost(before: string, after: string): string | null {
  const [old, wanted] = [readMetricView(before), readMetricView(after)];
  if (old.kind === "unreadable") return `its definition is more than can be rewritten: ${old.reason}`;
  if (wanted.kind === "unreadable") return wanted.reason;
  const kept = new Set(namesOf(wanted.view));
  const missing = namesOf(old.view).find((name) => !kept.has(name));
  return missing === undefined ? null : `the change would take away ${missing}, which queries may use`;
}

type Made = { readonly kind: "there" } | { readonly kind: "refused"; readonly reason: string };

/** Makes a view unless the run has made it. A view or table that somebody else made under that name is left alone. */
async function ensureView(
  context: RunContext,
  writer: Writer,
  { target, after }: Pick<Effect & { kind: "create_view" }, "target" | "after">,
  change_id: string,
  intents: readonly CatalogIntent[],
): Promise<Made> {
  const there = await lookUp(context, target);
  const own = viewsMade(intents).get(target.toLowerCase());
  if (there !== null) {
    if (own === undefined)
      return { kind: "refused", reason: `${target} is there already, and this run did not make it` };
    const { definition } = there;
    if (definition !== null && isSameMetricView(definition, after)) return { kind: "there" };
    if (definition === null || !isOurs(definition, own)) {
      return { kind: "refused", reason: `${target} was changed by somebody else since this run made it` };
    }
    // Left over from a trial that was given up: nothing reads it, and nobody was granted anything on it.
    const write = {
      kind: "drop_view",
      target,
      column: null,
      before: definition,
      after: null,
      change_id: null,
    } as const;
    const dropped = await writeCatalog(context, writer, write);
    if (dropped.kind === "refused") return dropped;
  }
  const write = { kind: "create_view", target, column: null, before: null, after, change_id } as const;
  const made = await writeCatalog(context, writer, write);
  return made.kind === "done" ? { kind: "there" } : made;
}

/** Whether a view is still as the run once defined it. */
export function isOurs(definition: string, own: readonly CatalogIntent[]): boolean {
  return own.some(({ after }) => after !== null && isSameMetricView(after, definition));
}

/** Makes sure that the views of this run that a configuration names are there: a clone can hold no other. */
export async function ensureViewsOf(context: RunContext, writer: Writer, document: SpaceDocument): Promise<void> {
  if ((document.data_sources.metric_views ?? []).length === 0) return;
  const named = new Set(tableEntries(document).map(({ table }) => table.identifier.toLowerCase()));
  const rows = await context.state.changes.list({ run_id: writer.runId, status: ["APPLIED", "KEPT", "PROMOTED"] });
  const wanted = rows.flatMap((row) =>
    effectsOf(fixOf(row)).flatMap((effect) =>
      effect.kind === "create_view" && named.has(effect.target.toLowerCase()) ? [{ effect, row }] : [],
    ),
  );
  if (wanted.length === 0) return;
  const intents = await settleCatalog(context, writer.runId);
  for (const { effect, row } of wanted) {
    const made = await ensureView(context, writer, effect, row.change_id, intents);
    if (made.kind === "there") continue;
    throw new EnhancerError({
      code: "CONFLICT",
      message: `The metric view ${effect.target} cannot be made: ${made.reason}`,
      remedy: "See to it in Unity Catalog, then resume the run.",
    });
  }
}

export function fixOf(row: Pick<ChangeRow, "fix_json">): Fix {
  return fixSchema.parse(JSON.parse(row.fix_json ?? "null"));
}
