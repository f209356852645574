import type { Question } from "../exam/question.ts";
import type { Difference, FailureCategory } from "../scoring/verdict.ts";
import { fixCategories, type FixCategory } from "../space/fix-category.ts";
import { analyze } from "../sql/facts.ts";
import type { FailureEvidence, LessonEvidence, PlanningRequest, SpaceExcerpt } from "./evidence.ts";
import { heldOutGuard, type HeldOutGuard } from "./held-out-guard.ts";
import { readSpace, type SpaceTexts } from "./read-space.ts";
import { answeredSqlShown, differenceWords, type ShareValues } from "./share-values.ts";
import { spaceExcerpt } from "./space-excerpt.ts";

/** A visible question that the space gets wrong. */
export type VisibleFailure = {
  readonly questionId: Question["id"];
  readonly question: string;
  readonly expectedSql: string;
  /** What Genie wrote, or null when it wrote no SQL. */
  readonly answeredSql: string | null;
  readonly difference: Difference | null;
  readonly category: FailureCategory;
  /** Rows of the two results, where both ran. */
  readonly rows?: { readonly expected: number; readonly answered: number };
};

/** A table of the space with all its columns, from the catalog. */
export type CatalogTable = PlanningRequest["tables"][number];

export type EvidenceInput = {
  readonly failures: readonly VisibleFailure[];
  /** Every visible question, the right ones too: they say what is no secret. */
  readonly visible: readonly Question[];
  readonly heldOut: readonly Question[];
  /** The parsed serialized_space. */
  readonly document: unknown;
  readonly catalog: readonly CatalogTable[];
  readonly lessons: readonly LessonEvidence[];
  /** Definitions of the space's metric views, where they may be changed. */
  readonly metricViews?: readonly { readonly name: string; readonly yaml: string }[];
  readonly shareValues: ShareValues;
};

const hidden: ShareValues = { kind: "none" };

/** Failures that no text in a space can mend. */
const beyondTheSpace: ReadonlySet<FailureCategory> = new Set(["permission_denied"]);

/**
 * What each category's request shows a model. A category without a failure it could mend is absent.
 * Parts of the space that give away a held-out question are left out. The SQL parser must have been loaded.
 */
export function mineEvidence(input: EvidenceInput): ReadonlyMap<FixCategory, PlanningRequest> {
  const guard = heldOutGuard(input);
  const space = withoutHeldOut(readSpace(input.document), guard);
  const lessons = input.lessons.filter((lesson) => guard(lesson.value) === null);
  const failures = input.failures
    .filter((failure) => !beyondTheSpace.has(failure.category))
    .map((failure) => evidenceOf(failure, space, input.shareValues, guard));
  const metric_views = (input.metricViews ?? []).filter(({ yaml }) => guard(yaml) === null);
  const requests = new Map<FixCategory, PlanningRequest>();
  for (const category of fixCategories) {
    const mine = failures.filter((failure) => concerns(category, failure));
    const told = category.startsWith("metadata_") && metric_views.length > 0 ? { metric_views } : {};
    if (mine.length > 0) requests.set(category, { category, failures: mine, tables: input.catalog, ...told, lessons });
  }
  return requests;
}

function evidenceOf(
  failure: VisibleFailure,
  space: SpaceTexts,
  declared: ShareValues,
  guard: HeldOutGuard,
): FailureEvidence {
  // A value of a held-out question may stand in what Genie wrote, or in a cell: then no value of this failure is shown.
  const open = [answeredSqlShown(failure, declared), failure.difference?.words ?? null];
  const share = open.some((text) => text !== null && guard(text) !== null) ? hidden : declared;
  const answeredSql = answeredSqlShown(failure, share);
  const expectedFacts = analyze(failure.expectedSql);
  const answeredFacts = answeredSql === null ? null : analyze(answeredSql);
  const fallback = failure.answeredSql === null ? "Genie wrote no SQL." : "The two results could not be compared.";
  return {
    question_id: failure.questionId,
    question: failure.question,
    expected_sql: failure.expectedSql,
    expected_facts: expectedFacts,
    answered_sql: answeredSql,
    answered_facts: answeredFacts,
    difference: {
      category: failure.category,
      mechanism: failure.difference?.mechanism ?? null,
      words: differenceWords(failure.difference, fallback, failure, failure.rows, share),
    },
    space_excerpt: spaceExcerpt(space, [expectedFacts, answeredFacts]),
  };
}

/** Deleting needs something to delete; a join needs a query that joins. */
function concerns(category: FixCategory, failure: FailureEvidence): boolean {
  const excerpt: SpaceExcerpt = failure.space_excerpt;
  switch (category) {
    case "join_specs_delete":
      return excerpt.join_specs.length > 0;
    case "join_specs_add":
      return failure.expected_facts.kind === "understood" && failure.expected_facts.facts.tables.length > 1;
    case "sql_snippets_delete":
      return [excerpt.filters, excerpt.expressions, excerpt.measures, excerpt.sql_functions].some(
        (list) => list.length > 0,
      );
    case "metadata_delete":
      return excerpt.tables.some(
        ({ description, columns }) =>
          description !== "" || columns.some((column) => column.synonyms.length > 0 || column.description !== ""),
      );
    case "sample_queries_delete":
      return excerpt.example_queries.length > 0;
    case "instruction_fix":
    case "sql_snippets_add":
    case "metadata_add":
    case "sample_queries_add":
      return true;
  }
}

type Snippet = { readonly sql: string; readonly display_name: string; readonly synonyms: readonly string[] };

function withoutHeldOut(space: SpaceTexts, guard: HeldOutGuard): SpaceTexts {
  const clean = (...texts: readonly string[]): boolean => texts.every((text) => guard(text) === null);
  const words = (synonyms: readonly string[]): readonly string[] => synonyms.filter((synonym) => clean(synonym));
  const snippets = <S extends Snippet>(list: readonly S[]): readonly S[] =>
    list
      .filter((snippet) => clean(snippet.sql, snippet.display_name))
      .map((snippet) => Object.assign({}, snippet, { synonyms: words(snippet.synonyms) }));
  return {
    ...space,
    instructions: space.instructions.filter((line) => clean(line)),
    join_specs: space.join_specs.filter((join) => clean(join.sql)),
    example_queries: space.example_queries.filter((example) => clean(example.question, example.sql)),
    filters: snippets(space.filters),
    expressions: snippets(space.expressions),
    measures: snippets(space.measures),
    tables: space.tables.map((table) => ({
      identifier: table.identifier,
      description: clean(table.description) ? table.description : "",
      columns: table.columns.map((column) =>
        Object.assign({}, column, {
          description: clean(column.description) ? column.description : "",
          synonyms: words(column.synonyms),
        }),
      ),
    })),
    sql_functions: space.sql_functions.filter((each) => clean(each.description)),
    sampleQuestions: space.sampleQuestions.filter((question) => clean(question)),
  };
}
