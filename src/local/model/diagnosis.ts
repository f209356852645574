import { alignAll, splitPhrases } from "./alignment.ts";
import { exampleProposals, isComposed } from "./example-proposals.ts";
import { expectedUnits, type Unit } from "./expected-units.ts";
import { joinProposals, strayJoins } from "./join-proposals.ts";
import { knownPhrases } from "./known-phrases.ts";
import { joined, proposal, type Proposal } from "./proposal.ts";
import { type Phrase, questionPhrases } from "./question-phrases.ts";
import { factsOf, type Failure, type RequestDocument } from "./request-document.ts";
import { plainSql } from "./sql-text.ts";
import { isSatisfied } from "./satisfied.ts";
import { type Finding, unitProposals } from "./unit-proposals.ts";
import { corrections, denotes } from "./wrong-content.ts";

type Reading = {
  readonly failure: Failure;
  readonly units: readonly Unit[];
  readonly phrases: readonly Phrase[];
};

/** Every sound fix the evidence of a request speaks for, of all categories. */
export function diagnosis(request: RequestDocument): readonly Proposal[] {
  const readings = request.failures.map((failure): Reading => {
    const known = knownPhrases(failure.space_excerpt, request.tables);
    const literals = factsOf(failure.expected_facts)?.literals ?? [];
    return {
      failure,
      units: isComposed(failure.expected_sql) ? [] : expectedUnits(failure, request.tables),
      phrases: questionPhrases(failure.question, literals, known),
    };
  });
  const mended = readings.map(wrongContent);
  const gaps = readings.map((reading, at) => unexplained(reading, mended[at]?.units ?? new Set()));
  const phrases = splitPhrases(gaps.map((gap) => gap.phrases));
  const pairs = alignAll(gaps.map(({ units }, at) => ({ units, phrases: phrases[at] ?? [] })));
  const findings = pairs.flatMap((found, at) => {
    const failure = readings[at]?.failure;
    return failure === undefined ? [] : found.map((pair): Finding => ({ ...pair, failure }));
  });
  const direct = readings.flatMap((reading, at) => [
    ...strayJoins(reading.failure),
    ...joinProposals(reading.failure, request.tables),
    ...valueProposals(reading),
    ...(mended[at]?.proposals ?? []),
  ]);
  const updated = new Set(
    direct
      .filter(({ change_type }) => /^update_(?:measure|filter|expression)$/u.test(change_type))
      .map(({ fields }) => plainSql(String(fields["sql"]))),
  );
  const proposals = joined([...direct, ...unitProposals(findings, updated)]);
  const helped = new Set(proposals.flatMap(({ targets }) => targets));
  const left = request.failures.filter(
    ({ question_id, expected_sql }) => isComposed(expected_sql) || !helped.has(question_id),
  );
  return joined([...proposals, ...left.flatMap((failure) => exampleProposals(failure))]);
}

/** Phrases that nothing explains, and units that no phrase denotes; `mended` are units whose explanation is corrected already. */
function unexplained(
  { failure, units, phrases }: Reading,
  mended: ReadonlySet<string>,
): { readonly phrases: readonly Phrase[]; readonly units: readonly Unit[] } {
  const told = (unit: Unit): boolean =>
    phrases.some((phrase) => phrase.meanings.some((meaning) => denotes(meaning, unit)));
  return {
    phrases: phrases.filter(({ meanings }) => meanings.length === 0),
    units: units.filter((unit) => {
      if (unit.kind === "value" || mended.has(unit.key) || told(unit)) return false;
      return unit.kind !== "table" || !isSatisfied(unit, failure);
    }),
  };
}

const suits: Readonly<Record<Unit["role"], readonly Phrase["slot"][]>> = {
  by: ["by", "entity"],
  measure: ["measure", "count"],
  count: ["count"],
  filter: ["modifier"],
};

/** Fixes for what the space explains wrongly, and the units they are about. */
function wrongContent({ failure, units, phrases }: Reading): {
  readonly proposals: readonly Proposal[];
  readonly units: ReadonlySet<string>;
} {
  const found = units.map((unit) => {
    if (isSatisfied(unit, failure)) return { unit, proposals: [] };
    const wrong = phrases.filter(({ meanings, slot }) => {
      const others = units.filter((other) => other !== unit);
      const elsewhere = others.some((other) => meanings.some((meaning) => denotes(meaning, other)));
      const told = meanings.some((meaning) => denotes(meaning, unit));
      return meanings.length > 0 && !elsewhere && (told || suits[unit.role].includes(slot));
    });
    return { unit, proposals: wrong.flatMap((phrase) => corrections(phrase, unit, failure)) };
  });
  return {
    proposals: found.flatMap(({ proposals }) => proposals),
    units: new Set(found.flatMap(({ unit, proposals }) => (proposals.length > 0 ? [unit.key] : []))),
  };
}

/** Values that the question spells but the answer did not find: let the space look values up. */
function valueProposals({ failure, units }: Reading): readonly Proposal[] {
  return units.flatMap((unit): readonly Proposal[] => {
    if (unit.kind !== "value" || isSatisfied(unit, failure)) return [];
    const column = failure.space_excerpt.tables
      .find(({ identifier }) => identifier === unit.table)
      ?.columns.find(({ name }) => name === unit.column);
    return column?.entity_matching === true
      ? []
      : [
          proposal(
            "set_entity_matching",
            { table: unit.table, column: unit.column, enabled: true },
            failure.question_id,
            `The question spells a value of ${unit.column}, and values of that column are not looked up.`,
          ),
        ];
  });
}
