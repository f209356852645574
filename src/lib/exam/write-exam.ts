import { Document, isMap, isSeq, parseDocument, stringify } from "yaml";
import { EnhancerError } from "../core/errors.ts";
import type { Policy } from "./policy.ts";
import type { Question } from "./question.ts";

/** How an exam is written: the two formats that hold everything a question can. */
export type WrittenFormat = "json" | "yaml";

/** A question as files write it: what is not set is left out. */
export type QuestionEntry = Readonly<Record<string, unknown>>;

export function questionEntry(question: Question): QuestionEntry {
  const { alternates, policy } = question;
  return {
    id: question.id,
    question: question.question,
    ...(question.koreanQuestion === undefined ? {} : { korean_question: question.koreanQuestion }),
    expected_sql: question.expectedSql,
    ...(alternates.length === 0 ? {} : { alternates }),
    ...(Object.keys(policy).length === 0 ? {} : { policy }),
    ...(question.mustPass ? { must_pass: true } : {}),
    ...(question.category === undefined ? {} : { category: question.category }),
    ...(question.difficulty === undefined ? {} : { difficulty: question.difficulty }),
    ...(question.evaluationNote === undefined ? {} : { evaluation_note: question.evaluationNote }),
  };
}

/** An exam's file with these questions. */
export function examText(questions: readonly Question[], format: WrittenFormat, metadata?: unknown): string {
  const document = {
    ...(metadata === undefined ? {} : { metadata }),
    benchmarks: questions.map(questionEntry),
  };
  return format === "json" ? `${JSON.stringify(document, null, 2)}\n` : stringify(document, { lineWidth: 0 });
}

/** What a person accepted for one question, and the word for the record. */
export type Acceptance = {
  readonly question: string;
  readonly change:
    | { readonly kind: "policy"; readonly policy: Policy }
    | { readonly kind: "alternate"; readonly sql: string };
  readonly by: string;
  /** ISO time. */
  readonly at: string;
  readonly why: string;
  readonly runId: string;
  /** Digest of the exam that it changes. */
  readonly previousDigest: string;
};

/**
 * The next version of an exam's text: one question's policy or alternates changed, the change on record under `metadata`, everything else,
 * comments in YAML included, as it was.
 * @param index the question's place in the text
 */
export function nextVersion(text: string, format: WrittenFormat, index: number, accepted: Acceptance): string {
  if (format === "json") return `${JSON.stringify(nextDocument(JSON.parse(text), index, accepted), null, 2)}\n`;
  const document = parseDocument(text);
  const wrapped = isSeq(document.contents) ? wrap(document) : document;
  const entry = wrapped.getIn(["benchmarks", index]);
  if (!isMap(entry)) throw lost(accepted);
  const before = entry.toJS(document) as Loose;
  for (const [key, value] of Object.entries(changed(before, accepted))) {
    wrapped.setIn(["benchmarks", index, key], wrapped.createNode(value));
  }
  const metadata: unknown = wrapped.toJS();
  wrapped.set("metadata", wrapped.createNode(nextMetadata((metadata as Loose)["metadata"], accepted)));
  return wrapped.toString({ lineWidth: 0 });
}

type Loose = Readonly<Record<string, unknown>>;

/** A bare list under `benchmarks`, its own comments with it. */
function wrap(list: Document.Parsed): Document {
  const document = new Document({});
  document.commentBefore = list.commentBefore;
  list.commentBefore = null;
  document.set("metadata", {});
  document.set("benchmarks", list.contents);
  return document;
}

function nextDocument(value: unknown, index: number, accepted: Acceptance): Loose {
  const wrapper: Loose = Array.isArray(value) ? { metadata: {}, benchmarks: value } : (value as Loose);
  const list = wrapper["benchmarks"];
  const entry: unknown = Array.isArray(list) ? list[index] : undefined;
  if (!Array.isArray(list) || typeof entry !== "object" || entry === null) throw lost(accepted);
  const next = { ...entry, ...changed(entry as Loose, accepted) };
  return {
    ...wrapper,
    metadata: nextMetadata(wrapper["metadata"], accepted),
    benchmarks: list.map((item: unknown, place) => (place === index ? next : item)),
  };
}

/** The members that change. The id is written out: one made from the text would do, but a person shall see what the record speaks of. */
function changed(entry: Loose, { question, change }: Acceptance): Loose {
  const id = entry["id"] === undefined || entry["id"] === null ? { id: question } : {};
  switch (change.kind) {
    case "policy":
      return { ...id, policy: { ...asObject(entry["policy"]), ...change.policy } };
    case "alternate":
      return {
        ...id,
        alternates: [...(Array.isArray(entry["alternates"]) ? (entry["alternates"] as unknown[]) : []), change.sql],
      };
  }
}

function nextMetadata(metadata: unknown, accepted: Acceptance): Loose {
  const before = asObject(metadata);
  const version = typeof before["version"] === "number" ? before["version"] : 1;
  const changes = Array.isArray(before["changes"]) ? (before["changes"] as unknown[]) : [];
  return {
    ...before,
    version: version + 1,
    previous_digest: accepted.previousDigest,
    changes: [
      ...changes,
      {
        version: version + 1,
        question: accepted.question,
        accepted_as: accepted.change.kind,
        by: accepted.by,
        at: accepted.at,
        why: accepted.why,
        run_id: accepted.runId,
        previous_digest: accepted.previousDigest,
      },
    ],
  };
}

function asObject(value: unknown): Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : {};
}

function lost({ question }: Acceptance): EnhancerError {
  return new EnhancerError({
    code: "EXAM_INVALID",
    message: `Question ${question} is not where the exam was read from`,
    remedy: "Read the exam again: the file changed meanwhile.",
  });
}
