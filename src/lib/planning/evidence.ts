import type { Question } from "../exam/question.ts";
import type { Difference, FailureCategory } from "../scoring/verdict.ts";
import type { FixCategory } from "../space/fix-category.ts";
import type { Analysis } from "../sql/query-facts.ts";

/**
 * The one fenced JSON document that ends every planning request. A model sees nothing of the exam beyond it:
 * visible questions that failed, their SQL and its facts, and the part of the space that bears on each.
 */
export type PlanningRequest = {
  readonly category: FixCategory;
  /** Language of descriptions and synonyms to be written: that of the questions. */
  readonly failures: readonly FailureEvidence[];
  /** The tables of the space with all their columns, from the catalog. */
  readonly tables: readonly {
    readonly identifier: string;
    readonly columns: readonly { readonly name: string; readonly type: string }[];
  }[];
  /** The metric views that the space has, with their definitions; absent where they may not be changed. */
  readonly metric_views?: readonly { readonly name: string; readonly yaml: string }[];
  /** What earlier loops and runs taught: fixes not to propose again unchanged, and patterns that helped. */
  readonly lessons: readonly LessonEvidence[];
};

export type FailureEvidence = {
  readonly question_id: Question["id"];
  readonly question: string;
  readonly expected_sql: string;
  readonly expected_facts: Analysis;
  /** What Genie wrote, or null when it wrote no SQL. */
  readonly answered_sql: string | null;
  readonly answered_facts: Analysis | null;
  readonly difference: {
    readonly category: FailureCategory;
    readonly mechanism: Difference["mechanism"] | null;
    readonly words: string;
  };
  readonly space_excerpt: SpaceExcerpt;
};

/** What the space says about the tables that the expected or the answered SQL touches. Shapes are those of `serialized_space`, texts joined. */
export type SpaceExcerpt = {
  readonly tables: readonly {
    readonly identifier: string;
    readonly description: string;
    readonly columns: readonly {
      readonly name: string;
      readonly description: string;
      readonly synonyms: readonly string[];
      readonly hidden: boolean;
      readonly format_assistance: boolean;
      readonly entity_matching: boolean;
    }[];
  }[];
  readonly join_specs: readonly {
    readonly id: string;
    readonly left: string;
    readonly right: string;
    readonly sql: string;
    readonly relationship_type: string;
  }[];
  readonly filters: readonly {
    readonly id: string;
    readonly display_name: string;
    readonly sql: string;
    readonly synonyms: readonly string[];
  }[];
  readonly expressions: readonly SnippetExcerpt[];
  readonly measures: readonly SnippetExcerpt[];
  /** Lines of the text instruction, each as it stands. */
  readonly instructions: readonly string[];
  readonly example_queries: readonly {
    readonly id: string;
    readonly question: string;
    readonly sql: string;
  }[];
  readonly sql_functions: readonly {
    readonly id: string;
    readonly function_name: string;
    readonly description: string;
  }[];
};

export type SnippetExcerpt = {
  readonly id: string;
  readonly alias: string;
  readonly display_name: string;
  readonly sql: string;
  readonly synonyms: readonly string[];
};

export type LessonEvidence = {
  readonly change_type: string;
  readonly value: string;
  readonly outcome: string;
};
