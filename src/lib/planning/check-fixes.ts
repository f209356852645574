import type { Question } from "../exam/question.ts";
import { normalForm } from "../sql/normal-form.ts";
import type { Fix } from "../space/fix.ts";
import { catalogProblem, type CatalogFixes, noCatalogFixes } from "./catalog-fixes.ts";
import { fixKey, fixTexts } from "./fix-texts.ts";
import { probeProblem, probeQuery } from "./fix-sql.ts";
import { heldOutGuard } from "./held-out-guard.ts";
import type { CatalogTable } from "./mine-evidence.ts";
import type { OffSchema, Proposal } from "./propose-fixes.ts";
import { readSpace } from "./read-space.ts";
import { visibleGuard } from "./visible-guard.ts";

/** Which check stopped a proposal. */
export type CheckName =
  | "off_schema"
  | "targets"
  | "unknown_table"
  | "unknown_column"
  | "rejected_before"
  | "duplicate"
  | "no_effect"
  | "over_limit"
  | "sql"
  | "visible_answer"
  | "held_out";

/** A proposal that goes no further. `fix` is null when it was no fix at all; then `raw` holds the model's words. */
export type BlockedFix = {
  readonly category: Proposal["category"];
  readonly fix: Fix | null;
  readonly raw: unknown;
  readonly targets: readonly string[];
  readonly reasoning: string;
  readonly check: CheckName;
  /** One sentence. It quotes nothing of a held-out question. */
  readonly reason: string;
};

/** What making a fix gives: the space room's answer, in the words needed here. */
export type Applied<D> =
  | { readonly kind: "applied"; readonly document: D }
  | { readonly kind: "refused"; readonly code: string; readonly reason: string };

export type CheckInput<D> = {
  readonly proposals: readonly Proposal[];
  readonly offSchema: readonly OffSchema[];
  readonly document: D;
  /** The space's tables with their columns, from the catalog. */
  readonly catalog: readonly CatalogTable[];
  readonly applyFix: (document: D, fix: Fix) => Applied<D>;
  /** Why a document breaks a limit of the platform, or null. */
  readonly limitProblem: (document: D) => string | null;
  /** Asks the warehouse to plan a query without running it. */
  readonly explain: (sql: string) => Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }>;
  /** Keys ({@link fixKey}) of fixes that earlier loops or runs rejected, with what was said then. */
  readonly rejectedBefore: ReadonlyMap<string, string>;
  readonly failingIds: ReadonlySet<string>;
  /** What may be done in Unity Catalog; nothing when left out. */
  readonly catalogFixes?: CatalogFixes;
  readonly visible: readonly Question[];
  readonly heldOut: readonly Question[];
};

type Stop = { readonly check: CheckName; readonly reason: string };

/** Lets through the proposals that may be tried; every other one comes back with the check that stopped it and why. */
export async function checkFixes<D>(
  input: CheckInput<D>,
): Promise<{ readonly passed: readonly Proposal[]; readonly blocked: readonly BlockedFix[] }> {
  const blocked: BlockedFix[] = input.offSchema.map(({ category, reason, raw }) => ({
    category,
    fix: null,
    raw,
    targets: [],
    reasoning: "",
    check: "off_schema",
    reason,
  }));
  const passed: Proposal[] = [];
  const guards = { visible: visibleGuard(input.visible), heldOut: heldOutGuard(input) };
  const examples = readSpace(input.document).example_queries.map((example) => normalForm(example.sql));
  const seen = new Set<string>();
  const lines = readSpace(input.document).instructions;
  const beside: Fix[] = [];
  let grown = input.document;
  for (const proposal of input.proposals) {
    const key = fixKey(proposal.fix);
    const applied = input.applyFix(input.document, proposal.fix);
    const stop =
      targetStop(proposal, input.failingIds) ??
      catalogStop(proposal.fix, input.catalogFixes) ??
      nameStop(proposal.fix, input.catalog) ??
      leakStop(proposal.fix, guards) ??
      jointLeakStop(proposal.fix, beside, lines, guards) ??
      repeatStop(proposal.fix, key, seen, input.rejectedBefore, examples) ??
      effectStop(applied) ??
      (await sqlStop(proposal.fix, input));
    const together = input.applyFix(grown, proposal.fix);
    const crowded = stop === null && together.kind === "applied" ? input.limitProblem(together.document) : null;
    const last = stop ?? (crowded === null ? crowdedOut(together) : { check: "over_limit" as const, reason: crowded });
    if (last === null) {
      passed.push(proposal);
      seen.add(key);
      beside.push(proposal.fix);
      if (together.kind === "applied") grown = together.document;
    } else {
      blocked.push({ ...proposal, raw: null, ...last });
    }
  }
  return { passed, blocked };
}

function targetStop({ targets }: Proposal, failing: ReadonlySet<string>): Stop | null {
  if (targets.length === 0) return { check: "targets", reason: "it declares no question that it should mend" };
  const stranger = targets.find((target) => !failing.has(target));
  if (stranger === undefined) return null;
  return { check: "targets", reason: "it declares a target that is not a visible question failing now" };
}

function catalogStop(fix: Fix, allowed: CatalogFixes = noCatalogFixes): Stop | null {
  const reason = catalogProblem(fix, allowed);
  return reason === null ? null : { check: "off_schema", reason };
}

/** Names must be the catalog's own, whatever the case: no part of a name and no guess is taken for one. */
function nameStop(fix: Fix, catalog: readonly CatalogTable[]): Stop | null {
  const named: readonly string[] = [
    ...("table" in fix ? [fix.table] : []),
    ...("left_table" in fix ? [fix.left_table, fix.right_table] : []),
  ];
  for (const name of named) {
    const table = catalog.find((candidate) => candidate.identifier.toLowerCase() === name.toLowerCase());
    if (table === undefined) return { check: "unknown_table", reason: `${name} is not a table of the space` };
    // An empty column stands for the table itself.
    if (!("column" in fix) || fix.column === "") continue;
    const wanted = fix.column.toLowerCase();
    if (!table.columns.some((column) => column.name.toLowerCase() === wanted)) {
      return { check: "unknown_column", reason: `the catalog knows no column ${fix.column} of ${name}` };
    }
  }
  return null;
}

const nameFields = new Set(["name", "table", "column", "left_table", "right_table", "left_alias", "right_alias"]);

type Guards = { readonly visible: (text: string) => string | null; readonly heldOut: (text: string) => string | null };

/** Looks at each text alone and at all of them together, so that no leak is cut in two. What a deletion names is in the space already. */
function leakStop(fix: Fix, guards: Guards): Stop | null {
  if (fix.change_type.startsWith("delete_")) return null;
  const texts = fixTexts(fix).filter(({ field }) => field !== "find");
  const whole = { field: "the fix as a whole", text: texts.map(({ text }) => text).join("\n") };
  for (const { field, text } of texts.length > 1 ? [...texts, whole] : texts) {
    const hidden = guards.heldOut(text);
    if (hidden !== null) return { check: "held_out", reason: `${field}: ${hidden}` };
    const open = guards.visible(text);
    if (open !== null) return { check: "visible_answer", reason: `${field}: ${open}` };
  }
  return null;
}

/**
 * Looks for what only comes about together: a leak cut up over the fixes of one plan, or over lines of the instruction that stand there
 * already. The SQL of example queries has been judged as a whole.
 */
function jointLeakStop(fix: Fix, beside: readonly Fix[], lines: readonly string[], guards: Guards): Stop | null {
  const own = jointTexts(fix);
  if (own.length === 0) return null;
  const others = beside.flatMap(jointTexts);
  const standing =
    fix.change_type === "update_text_instruction" ? lines.filter((line) => line.trim() !== fix.find.trim()) : [];
  for (const [before, after] of [
    [others, [...others, ...own]],
    [others, [...own, ...others]],
    [standing, [...standing, ...own]],
  ] as const) {
    if (before.length === 0) continue;
    for (const [check, guard] of [
      ["held_out", guards.heldOut],
      ["visible_answer", guards.visible],
    ] as const) {
      const found = guard(after.join("\n"));
      if (found !== null && guard(before.join("\n")) === null)
        return { check, reason: `together with what stands beside it: ${found}` };
    }
  }
  return null;
}

function jointTexts(fix: Fix): readonly string[] {
  if (fix.change_type.startsWith("delete_")) return [];
  const texts = fixTexts(fix).filter(
    ({ field }) => field !== "find" && !(field === "sql" && fix.change_type === "add_example_query"),
  );
  return texts.filter(({ field }) => !nameFields.has(field)).map(({ text }) => text);
}

function repeatStop(
  fix: Fix,
  key: string,
  seen: ReadonlySet<string>,
  rejectedBefore: ReadonlyMap<string, string>,
  examples: readonly string[],
): Stop | null {
  const before = rejectedBefore.get(key);
  if (before !== undefined) return { check: "rejected_before", reason: `the same fix was refused before: ${before}` };
  if (seen.has(key)) return { check: "duplicate", reason: "another proposal does the same" };
  if (fix.change_type === "add_example_query" && examples.includes(normalForm(fix.sql))) {
    return { check: "duplicate", reason: "the space already has an example with this query" };
  }
  return null;
}

function effectStop<D>(applied: Applied<D>): Stop | null {
  if (applied.kind === "applied") return null;
  return { check: checkOf(applied.code), reason: applied.reason };
}

function checkOf(code: string): CheckName {
  switch (code) {
    case "over_limit":
    case "unknown_table":
    case "unknown_column":
    case "duplicate":
      return code;
    default:
      return "no_effect";
  }
}

async function sqlStop<D>(fix: Fix, { document, catalog, explain }: CheckInput<D>): Promise<Stop | null> {
  const probe = probeQuery(fix, document, catalog);
  if (probe.kind === "none") return null;
  if (probe.kind === "refused") return { check: "sql", reason: probe.reason };
  const problem = probeProblem(probe.sql, catalog);
  if (problem !== null) return { check: "sql", reason: problem };
  const explained = await explain(probe.sql);
  return explained.ok ? null : { check: "sql", reason: `the warehouse cannot plan its SQL: ${explained.reason}` };
}

/** Room for it alone, but not beside the proposals before it. Contradictions between two fixes are the plan's matter. */
function crowdedOut<D>(together: Applied<D>): Stop | null {
  return together.kind === "refused" && together.code === "over_limit"
    ? { check: "over_limit", reason: together.reason }
    : null;
}
