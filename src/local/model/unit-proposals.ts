import type { Pair } from "./alignment.ts";
import type { Unit } from "./expected-units.ts";
import { phraseKey } from "./known-phrases.ts";
import { proposal, type Proposal } from "./proposal.ts";
import type { Failure } from "./request-document.ts";
import { lastPart, plainSql } from "./sql-text.ts";

/** A pair with the failure it was found in. */
export type Finding = Pair & { readonly failure: Failure };

/**
 * What would make the words of each finding mean its unit: one fix a unit where the fix can hold several names. `stated` is SQL, plain,
 * that a snippet of the space is about to have.
 */
export function unitProposals(findings: readonly Finding[], stated: ReadonlySet<string>): readonly Proposal[] {
  const byUnit = Map.groupBy(findings, ({ unit }) => unit.key);
  return [...byUnit.values()].flatMap((group) => {
    const unit = group[0]?.unit;
    return unit === undefined ? [] : ofUnit(unit, group, stated);
  });
}

function ofUnit(unit: Unit, group: readonly Finding[], stated: ReadonlySet<string>): readonly Proposal[] {
  switch (unit.kind) {
    case "column":
      return group.map(({ phrase, failure }) =>
        proposal(
          "add_synonym",
          { table: unit.table, column: unit.column, synonym: phrase.text },
          failure.question_id,
          `"${phrase.text}" stands for ${unit.column}, and nothing in the space says so.`,
        ),
      );
    case "table":
      return group.map(({ phrase, failure }) => {
        const held =
          failure.space_excerpt.tables.find(({ identifier }) => identifier === unit.table)?.description ?? "";
        return proposal(
          "add_table_description",
          { table: unit.table, description: held === "" ? phrase.text : `${held.trim()}\n${phrase.text}` },
          failure.question_id,
          `"${phrase.text}" stands for the rows of ${lastPart(unit.table)}.`,
        );
      });
    case "measure":
    case "expression":
    case "filter":
      return [isStated(unit, unit.kind, group, stated) ? rule(unit, group) : snippet(unit, unit.kind, group)];
    case "value":
      return [];
  }
}

function isStated(
  unit: Unit,
  kind: "measure" | "expression" | "filter",
  group: readonly Finding[],
  stated: ReadonlySet<string>,
): boolean {
  const wanted = plainSql(unit.sql);
  return (
    stated.has(wanted) ||
    group.some(({ failure }) => failure.space_excerpt[`${kind}s`].some(({ sql }) => plainSql(sql) === wanted))
  );
}

/** A snippet that says the unit already cannot take further names: a line of the instruction can. */
function rule(unit: Unit, group: readonly Finding[]): Proposal {
  const terms = [...new Set(group.map(({ phrase }) => phrase.text))];
  const made = proposal(
    "update_text_instruction",
    { find: "", content: `${terms.map((term) => `"${term}"`).join(", ")} means \`${unit.sql}\`` },
    "",
    `${terms.join(", ")}: further names of what the space has already.`,
  );
  return { ...made, targets: [...new Set(group.map(({ failure }) => failure.question_id))] };
}

/** One snippet for all the names its unit goes by. */
function snippet(unit: Unit, kind: "measure" | "expression" | "filter", group: readonly Finding[]): Proposal {
  const names = new Map<string, string>();
  const extra = new Map<string, string>();
  for (const { phrase } of group) {
    const whole = kind === "filter" && phrase.next !== null ? `${phrase.text} ${phrase.next}` : phrase.text;
    if (!names.has(phraseKey(whole))) names.set(phraseKey(whole), whole);
    if (whole !== phrase.text) extra.set(phrase.key, phrase.text);
  }
  const [display = "", ...synonyms] = [...names.values(), ...extra.values()];
  const first = group[0]?.failure.question_id ?? "";
  const made = proposal(
    `add_${kind}`,
    {
      display_name: display,
      synonyms,
      sql: unit.sql,
      ...(kind === "filter" ? {} : { alias: freeAlias(unit.name ?? `${kind}_${aliasWords(display)}`, group) }),
    },
    first,
    `"${display}" means ${unit.sql}, which no column says by itself.`,
  );
  return { ...made, targets: [...new Set(group.map(({ failure }) => failure.question_id))] };
}

/** An alias that no snippet in sight has. */
function freeAlias(wanted: string, group: readonly Finding[]): string {
  const taken = new Set(
    group.flatMap(({ failure: { space_excerpt } }) =>
      [...space_excerpt.measures, ...space_excerpt.expressions].map(({ alias }) => alias.toLowerCase()),
    ),
  );
  let alias = wanted;
  for (let count = 2; taken.has(alias.toLowerCase()); count += 1) alias = `${wanted}_${String(count)}`;
  return alias;
}

const aliasWords = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "_")
    .replaceAll(/^_|_$/gu, "") || "1";
