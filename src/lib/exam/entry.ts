import { z } from "zod";
import { digestText } from "../core/digest.ts";
import { policySchema } from "./policy.ts";
import type { Question } from "./question.ts";

const text = z.string().trim().min(1, "is empty");
const optionalText = z.string().trim().nullish();

/** A question as files and tables write it. Members that only told people where it came from are read over. */
const entrySchema = z.strictObject({
  id: z.union([text, z.number().transform(String)]).nullish(),
  question: text,
  korean_question: optionalText,
  expected_sql: text,
  category: optionalText,
  difficulty: optionalText,
  evaluation_note: optionalText,
  policy: policySchema.nullish(),
  alternates: z.array(text).nullish(),
  must_pass: z.boolean().nullish(),
  expected_result: z.unknown().optional(),
  source_file: z.unknown().optional(),
  question_number: z.unknown().optional(),
  metadata: z.unknown().optional(),
});

export type EntryProblem = { readonly path: readonly PropertyKey[]; readonly reason: string };

/** Reads one question, or says all that is wrong with it. A missing id is made from the question's text, so that it stays the same. */
export function readEntry(entry: unknown): Question | readonly EntryProblem[] {
  const parsed = entrySchema.safeParse(entry);
  if (!parsed.success) return parsed.error.issues.flatMap(problemsOf);
  const { data } = parsed;
  return {
    id: data.id ?? `q_${digestText(data.question).slice(0, 12)}`,
    question: data.question,
    expectedSql: data.expected_sql,
    alternates: data.alternates ?? [],
    policy: data.policy ?? {},
    mustPass: data.must_pass ?? false,
    ...optional("koreanQuestion", data.korean_question),
    ...optional("category", data.category),
    ...optional("difficulty", data.difficulty),
    ...optional("evaluationNote", data.evaluation_note),
  };
}

function optional<K extends string>(key: K, value: string | null | undefined): Partial<Record<K, string>> {
  if (value === null || value === undefined || value === "") return {};
  // A computed key is typed as a record of any text.
  return { [key]: value } as Partial<Record<K, string>>;
}

function problemsOf(issue: z.core.$ZodIssue): readonly EntryProblem[] {
  const name = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      reason: `${[...issue.path.map(String), key].join(".")} is not a known field`,
    }));
  }
  if (issue.code === "invalid_type" && issue.input === undefined && issue.message.includes("undefined")) {
    return [{ path: issue.path, reason: `${name} is missing` }];
  }
  return [
    { path: issue.path, reason: name === "" ? `is not a question: ${issue.message}` : `${name}: ${issue.message}` },
  ];
}
