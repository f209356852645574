/** A stored `serialized_space`, version 2, after {@link readDocument} has let it pass. Texts are arrays of lines. */
export type SpaceDocument = {
  readonly version: 2;
  readonly config?: { readonly sample_questions?: readonly SampleQuestion[] };
  readonly data_sources: {
    readonly tables?: readonly SpaceTable[];
    readonly metric_views?: readonly SpaceTable[];
  };
  readonly instructions?: SpaceInstructions;
  readonly benchmarks?: { readonly questions?: readonly BenchmarkQuestion[] };
};

export type Lines = readonly string[];

type SampleQuestion = { readonly id: string; readonly question: Lines };

export type SpaceTable = {
  readonly identifier: string;
  readonly description?: Lines;
  readonly column_configs?: readonly ColumnConfig[];
};

type ColumnConfig = {
  readonly column_name: string;
  readonly enable_format_assistance?: boolean;
  readonly enable_entity_matching?: boolean;
};

type SpaceInstructions = {
  readonly text_instructions?: readonly { readonly id: string; readonly content: Lines }[];
  readonly example_question_sqls?: readonly {
    readonly id: string;
    readonly usage_guidance?: Lines;
    readonly parameters?: readonly { readonly name: string }[];
  }[];
  readonly sql_functions?: readonly { readonly id: string; readonly identifier: string }[];
  readonly join_specs?: readonly JoinSpec[];
  readonly sql_snippets?: {
    readonly filters?: readonly Snippet[];
    readonly expressions?: readonly Snippet[];
    readonly measures?: readonly Snippet[];
  };
};

export type JoinSpec = {
  readonly id: string;
  readonly left: { readonly identifier: string; readonly alias: string };
  readonly right: { readonly identifier: string; readonly alias: string };
  readonly sql: readonly string[];
  readonly comment?: Lines;
  readonly instruction?: Lines;
};

type Snippet = { readonly id: string; readonly comment?: Lines; readonly instruction?: Lines };

export type BenchmarkQuestion = {
  readonly id: string;
  readonly question: Lines;
  readonly answer?: readonly { readonly format: string; readonly content: Lines }[];
};

/** Every table and metric view of the document. */
export function dataSources(document: SpaceDocument): readonly SpaceTable[] {
  return [...(document.data_sources.tables ?? []), ...(document.data_sources.metric_views ?? [])];
}
