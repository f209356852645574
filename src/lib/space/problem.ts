/** One broken rule. `error`: the service refuses the document; `warning`: it takes it, but it will not work as meant. */
export type SpaceProblem = {
  readonly path: string;
  readonly code:
    | "over_limit"
    | "bad_id"
    | "repeated_id"
    | "bad_identifier"
    | "repeated_table"
    | "repeated_column"
    | "wrong_order"
    | "bad_join"
    | "unknown_table"
    | "version_1_member"
    | "needs_format_assistance"
    | "bad_answer"
    | "missing_member"
    | "unknown_member";
  readonly severity: "error" | "warning";
  readonly message: string;
  /** For a limit: how much there is. */
  readonly found?: number;
};
