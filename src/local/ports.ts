/** What the local Genie may know of the data: names, types, comments, and values where a space turns entity matching on. */
export type Catalog = {
  /** Columns in table order, or null when there is no such table. `table` is a three-part name. */
  columns(table: string): Promise<readonly CatalogColumn[] | null>;
  /** Distinct non-null values of a text column as text, at most `max`, sorted; empty for other types. */
  values(table: string, column: string, max: number): Promise<readonly string[]>;
  /** What else is known of a table or view, or null when there is none such or nothing is known. */
  details?(table: string): Promise<CatalogDetails | null>;
};

export type CatalogDetails = {
  /** As Unity Catalog calls it: MANAGED, VIEW, METRIC_VIEW. */
  readonly type: string;
  readonly comment: string | null;
  /** A metric view's YAML. */
  readonly definition: string | null;
  readonly properties: Readonly<Record<string, string>>;
};

/** `type` is the SQL type as Databricks writes it, lower case: `bigint`, `string`, `decimal(18,2)`, `timestamp`; a measure's ends in ` measure`. */
export type CatalogColumn = {
  readonly name: string;
  readonly type: string;
  readonly comment: string | null;
};

/** What the local Genie gives back: SQL in the Databricks dialect, or text. */
export type GenieAnswer =
  | { readonly kind: "sql"; readonly sql: string; readonly description: string }
  | { readonly kind: "text"; readonly content: string; readonly followUp: boolean };

export type GenieRequest = {
  readonly question: string;
  /** The parsed `serialized_space`, version 2. */
  readonly space: unknown;
  readonly spaceId: string;
  /** Earlier questions of the conversation, oldest first. */
  readonly history: readonly string[];
  /** How many times this question was asked of this space before. */
  readonly timesAsked: number;
};

/** The rule-based reader of questions behind the conversation API. */
export type GenieReader = (request: GenieRequest, catalog: Catalog) => Promise<GenieAnswer>;

/** The rule-based model behind model serving: the last user message's text and the JSON schema asked for give the reply's document. */
export type ModelResponder = (request: {
  readonly prompt: string;
  readonly schemaName: string | null;
  readonly schema: unknown;
}) => unknown;
