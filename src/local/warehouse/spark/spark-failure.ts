import { z } from "zod";
import { StatementFailure } from "../engine.ts";
import { asTheCallerKnows } from "./spark-statement.ts";

/** A failure as the child tells it. */
export const sparkFailure = z.object({
  condition: z.string(),
  sqlState: z.string(),
  message: z.string(),
  javaClass: z.string(),
});

/**
 * Spark's and Delta's own failure. Its message is without the marks around it, which {@link StatementFailure} puts there, and
 * without the plan or the place in the statement that may follow them.
 */
export function statementFailureOf(
  { condition, sqlState, message, javaClass }: z.infer<typeof sparkFailure>,
  catalogs: readonly string[],
): StatementFailure {
  const unknown =
    condition === "REQUIRES_SINGLE_PART_NAMESPACE" ? /got (?:identifier )?`([^`]+)`\.`/u.exec(message)?.[1] : undefined;
  if (unknown !== undefined) {
    // Open Spark takes the name of a catalog that it does not have for a part of the schema's.
    return new StatementFailure("NO_SUCH_CATALOG_EXCEPTION", "42704", `Catalog '${unknown}' was not found.`);
  }
  const [whole = ""] = message.split(/ ?SQLSTATE: \w{5}/u);
  const text = whole.replace(/^\[[A-Z0-9_.]+\] ?/u, "").trim();
  const thrownAs = /(\w*Concurrent\w*Exception)$/u.exec(javaClass)?.[1];
  return new StatementFailure(
    condition,
    sqlState,
    `${thrownAs === undefined ? "" : `${thrownAs}: `}${asTheCallerKnows(text, catalogs)}`,
  );
}
