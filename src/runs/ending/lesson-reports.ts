import type { Locale } from "../../lib/report/locale.ts";
import type { LessonReport } from "../../lib/report/run-report.ts";
import { planTexts } from "../../lib/report/texts/plan-texts.ts";
import { textsIn } from "../../lib/report/texts/texts-in.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import { changedCheck, isKept } from "../change-words.ts";
import { reasonOf } from "./lessons-of-run.ts";

/** A change with its words, and the failure category of the question that it was made for. */
export type Told = {
  readonly row: ChangeRow;
  readonly words: Readonly<Record<Locale, string>>;
  readonly failure: string | null;
};

/** The run's changes by fix type: how many were applied, helped, harmed, and by how much. */
export function lessonReports(changes: readonly Told[]): LessonReport[] {
  const byType = Map.groupBy(changes, ({ row }) => row.change_type);
  return [...byType]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([changeType, told]): LessonReport => {
      const tested = told.filter(
        ({ row }) => helped(row) || (row.status === "REVERTED" && row.validation_status !== "NOT_TESTED"),
      );
      const effects = tested.map(({ row }) => row.effect ?? 0);
      return {
        changeType,
        applied: told.filter(({ row }) => row.applied_successfully === true).length,
        positive: told.filter(({ row }) => helped(row)).length,
        negative: tested.filter(({ row }) => row.validation_status === "HARMFUL" || (row.effect ?? 0) < 0).length,
        averageImprovement:
          effects.length === 0 ? null : effects.reduce((sum, effect) => sum + effect, 0) / effects.length,
        patterns: told
          .flatMap((one) => pattern(one) ?? [])
          .toSorted((one, other) => (other.effect ?? 0) - (one.effect ?? 0)),
      };
    });
}

/**
 * Why a change was stopped before it was tried: by a check, or by a person. Checks speak English; other languages name the check, and quote
 * it where it says more than its name.
 */
export function blockedWords(row: ChangeRow): Readonly<Record<Locale, string>> | null {
  const en = row.error_message ?? "";
  if (row.status === "REJECTED") return rejectedWords(row);
  if (row.status !== "BLOCKED") return null;
  const { check } = JSON.parse(row.evidence_json ?? "{}") as { readonly check?: string };
  const name = check === undefined ? undefined : textsIn("ko").checks[check];
  if (check === undefined || name === undefined) return { en, ko: en };
  return { en, ko: sayTheSame.has(check) || en === "" ? name : `${name}(${en})` };
}

function rejectedWords({ decided_by: by, error_message: why }: ChangeRow): Readonly<Record<Locale, string>> {
  if (by === changedCheck) return { en: why ?? "", ko: why ?? "" };
  const comment = why === null || why === "" ? "" : `: ${why}`;
  const words = (locale: Locale): string =>
    `${planTexts[locale].word("REJECT", by ?? planTexts[locale].byHand)}${comment}`;
  return { en: words("en"), ko: words("ko") };
}

/** Checks whose sentence is always the same. */
const sayTheSame: ReadonlySet<string> = new Set(["targets", "duplicate"]);

/** Null for a change that nothing has decided yet: it teaches nothing. */
function pattern({ row, words, failure }: Told): LessonReport["patterns"][number] | null {
  const { effect, characters, validation_status: validation } = row;
  const common = { words, validation, effect, characters, failureCategory: failure };
  if (helped(row)) return { ...common, outcome: "helped", why: null };
  if (row.status === "BLOCKED") return { ...common, outcome: "blocked", why: blockedWords(row) };
  if (row.status === "REJECTED") return { ...common, validation: null, outcome: "rejected", why: blockedWords(row) };
  if (row.status !== "REVERTED") return null;
  const reason = reasonOf(row);
  const why = reason === null ? null : { en: textsIn("en").reason(reason), ko: textsIn("ko").reason(reason) };
  return { ...common, outcome: "rejected", why };
}

/** Kept by the gate, also when a person took it out of production later: that it helped stays true. */
function helped(row: ChangeRow): boolean {
  return isKept(row) || row.status === "UNDONE";
}
