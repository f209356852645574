/** One broken rule. `error`: the service refuses the document; `warning`: it takes it, but it will not work as meant. */
export type SpaceProblem = {
  readonly path: string;
  readonly code:
    | "over_limit"
    | "bad_version"
    | "bad_shape"
    | "bad_id"
    | "repeated_id"
    | "bad_identifier"
    | "repeated_table"
    | "repeated_column"
    | "repeated_parameter"
    | "repeated_function"
    | "wrong_order"
    | "bad_join"
    | "bad_parameter"
    | "bad_sql"
    | "unknown_table"
    | "version_1_member"
    | "needs_format_assistance"
    | "bad_answer"
    | "missing_member"
    | "unknown_member";
  readonly severity: "error" | "warning";
  readonly message: string;
  /** The message for readers of Korean. */
  readonly korean: string;
  /** For a limit: how much there is. */
  readonly found?: number;
};

/** A rule whose breach the service refuses. */
export function broken(path: string, code: SpaceProblem["code"], message: string, korean: string): SpaceProblem {
  return { path, code, severity: "error", message, korean };
}

/** Something that is taken, and will not work as meant. */
export function doubtful(path: string, code: SpaceProblem["code"], message: string, korean: string): SpaceProblem {
  return { path, code, severity: "warning", message, korean };
}
