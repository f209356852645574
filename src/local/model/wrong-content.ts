import type { Unit } from "./expected-units.ts";
import type { Meaning } from "./known-phrases.ts";
import { proposal, type Proposal } from "./proposal.ts";
import type { Phrase } from "./question-phrases.ts";
import type { Failure } from "./request-document.ts";
import { lastPart, plainSql } from "./sql-text.ts";

/** Whether one of a phrase's meanings is the unit. */
export function denotes(meaning: Meaning, unit: Unit): boolean {
  const sql = plainSql(unit.sql);
  switch (meaning.kind) {
    case "table":
      return unit.kind === "table" && meaning.table === unit.table;
    case "column":
      return (
        (unit.kind === "column" || unit.kind === "value") &&
        meaning.table === unit.table &&
        meaning.column === unit.column
      );
    case "measure":
    case "filter":
    case "expression":
    case "rule":
      return (
        plainSql(meaning.sql) === sql ||
        (unit.kind === "column" && plainSql(meaning.sql) === plainSql(`${lastPart(unit.table)}.${unit.column}`))
      );
  }
}

/** The space explains a phrase, but not as the expected query has it: mend the explanation where it stands. */
export function corrections(phrase: Phrase, unit: Unit, failure: Failure): readonly Proposal[] {
  const told = phrase.meanings.some((meaning) => denotes(meaning, unit));
  const meant = unit.kind === "table" ? lastPart(unit.table) : unit.sql;
  return phrase.meanings.flatMap((meaning): readonly Proposal[] => {
    if (denotes(meaning, unit)) return [];
    const why = `"${phrase.text}" is explained otherwise than the expected query ${unit.sql} has it.`;
    switch (meaning.kind) {
      case "rule":
        return [
          proposal(
            "update_text_instruction",
            { find: meaning.line.trim(), content: meaning.line.trim().replace(meaning.sql, meant) },
            failure.question_id,
            why,
          ),
        ];
      case "measure":
      case "filter":
      case "expression":
        return unit.kind === meaning.kind && !told
          ? [proposal(`update_${meaning.kind}`, { id: meaning.id, sql: unit.sql }, failure.question_id, why)]
          : [proposal(`delete_${meaning.kind}`, { id: meaning.id }, failure.question_id, why)];
      case "column":
        if (meaning.synonym === null || unit.kind === "value") return [];
        return [
          proposal(
            "delete_synonym",
            { table: meaning.table, column: meaning.column, synonym: meaning.synonym },
            failure.question_id,
            why,
          ),
          ...(unit.kind === "column" && !told
            ? [
                proposal(
                  "add_synonym",
                  { table: unit.table, column: unit.column, synonym: meaning.synonym },
                  failure.question_id,
                  why,
                ),
              ]
            : []),
        ];
      case "table":
        return [];
    }
  });
}
