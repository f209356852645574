import { type Facts, fitnessWords } from "./fitness-words.ts";

/**
 * `blocks`: the question cannot be judged by as it stands. `warns`: it can, and a right answer may still be called wrong, or a wrong one
 * right. `note`: worth knowing.
 */
export type Severity = "blocks" | "warns" | "note";

/** What can be wrong with a question, each kind with how much it weighs. */
export const findingCodes = {
  not_read_only: "blocks",
  expected_fails: "blocks",
  unknown_table: "blocks",
  unknown_column: "blocks",
  permission: "blocks",
  timeout: "blocks",
  empty: "blocks",
  unstable: "blocks",
  cut_without_order: "blocks",
  slow: "warns",
  cut_at_tie: "warns",
  null_first: "warns",
  text_numbers: "warns",
  row_order: "warns",
  relative_date: "warns",
  trivial_cell: "warns",
  near_duplicate: "warns",
  among_examples: "warns",
} as const satisfies Readonly<Record<string, Severity>>;

export type FindingCode = keyof typeof findingCodes;

/** A sentence in each language of the reports. */
export type Bilingual = { readonly en: string; readonly ko: string };

/** One thing that is wrong with one question, and what to do about it. */
export type Finding = {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The question's id. */
  readonly question: string;
  readonly message: Bilingual;
  readonly remedy: Bilingual;
};

/** A finding in words; `facts` are what its sentence tells. */
export function findingOf<Code extends FindingCode>(code: Code, question: string, facts: Facts[Code]): Finding {
  const { message, remedy } = fitnessWords[code](facts);
  return { code, severity: findingCodes[code], question, message, remedy };
}
