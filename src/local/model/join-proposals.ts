import { wordsOf } from "../genie/words.ts";
import { proposal, type Proposal } from "./proposal.ts";
import { factsOf, type Failure, type RequestDocument } from "./request-document.ts";
import { lastPart, plainSql } from "./sql-text.ts";

type Side = { readonly table: string; readonly column: string };

/** A join spec for every equality of the expected joins that the space does not state yet. */
export function joinProposals(failure: Failure, tables: RequestDocument["tables"]): readonly Proposal[] {
  const facts = factsOf(failure.expected_facts);
  return (facts?.joins ?? []).flatMap(({ condition }) =>
    (condition ?? "").split(/\s+and\s+/iu).flatMap((equality) => {
      const sides = equality.split("=").map((text) => sideOf(text, tables));
      const [one, other] = sides;
      if (sides.length !== 2 || one === undefined || other === undefined || one.table === other.table) return [];
      if (isStated(failure, one, other)) return [];
      const [many, single] = isKeyOf(one, tables) && !isKeyOf(other, tables) ? [other, one] : [one, other];
      const sure = isKeyOf(single, tables);
      const [left_alias, right_alias] = [lastPart(many.table), lastPart(single.table)];
      return proposal(
        "add_join_spec",
        {
          left_table: many.table,
          right_table: single.table,
          left_alias,
          right_alias,
          sql: `\`${left_alias}\`.\`${many.column}\` = \`${right_alias}\`.\`${single.column}\``,
          relationship_type: sure ? "MANY_TO_ONE" : "MANY_TO_MANY",
        },
        failure.question_id,
        `The expected query joins ${left_alias} to ${right_alias}, and the space does not say how.`,
      );
    }),
  );
}

/** Join specs between tables that the expected query joins otherwise, when the answer followed them. */
export function strayJoins(failure: Failure): readonly Proposal[] {
  const facts = factsOf(failure.expected_facts);
  const wanted = (facts?.joins ?? [])
    .flatMap(({ condition }) => (condition ?? "").split(/\s+and\s+/iu))
    .map(equalityKey);
  const joined = new Set(wanted.map(tablesOf));
  const answered = factsOf(failure.answered_facts)?.joins.map(({ condition }) => condition ?? "") ?? [];
  return failure.space_excerpt.join_specs.flatMap(({ id, sql }) => {
    const key = equalityKey(sql.split("--")[0] ?? "");
    const followed = answered.some((condition) =>
      condition.split(/\s+and\s+/iu).some((part) => equalityKey(part) === key),
    );
    if (!joined.has(tablesOf(key)) || wanted.includes(key) || !followed) return [];
    return proposal(
      "delete_join_spec",
      { id },
      failure.question_id,
      `The expected query joins these tables otherwise than ${plainSql(sql)}.`,
    );
  });
}

/** Both sides of an equality as `table.column`, in one order. */
const equalityKey = (equality: string): string =>
  plainSql(equality)
    .split("=")
    .map((side) => side.split(".").slice(-2).join("."))
    .toSorted()
    .join("=");

const tablesOf = (key: string): string =>
  key
    .split("=")
    .map((side) => side.split(".")[0] ?? "")
    .join("=");

function sideOf(text: string, tables: RequestDocument["tables"]): Side | undefined {
  const [table = "", column = ""] = text.trim().replaceAll("`", "").split(".").slice(-2);
  const owner = tables.find(({ identifier }) => lastPart(identifier).toLowerCase() === table.toLowerCase());
  const name = owner?.columns.find((each) => each.name.toLowerCase() === column.toLowerCase())?.name;
  return owner === undefined || name === undefined ? undefined : { table: owner.identifier, column: name };
}

function isStated(failure: Failure, one: Side, other: Side): boolean {
  const wanted = [one, other]
    .map(({ column }) => column.toLowerCase())
    .toSorted()
    .join("=");
  const ends = [one.table, other.table]
    .map((table) => table.toLowerCase())
    .toSorted()
    .join();
  return failure.space_excerpt.join_specs.some(({ left, right, sql }) => {
    const columns = plainSql(sql.split("--")[0] ?? "")
      .split("=")
      .map(lastPart)
      .toSorted()
      .join("=");
    return (
      columns === wanted &&
      [left, right]
        .map((table) => table.toLowerCase())
        .toSorted()
        .join() === ends
    );
  });
}

/** A column that tells the rows of its table apart: its name begins as the table's, or it is the table's first column. */
function isKeyOf(side: Side, tables: RequestDocument["tables"]): boolean {
  const columns = tables.find(({ identifier }) => identifier === side.table)?.columns ?? [];
  const stem = side.column
    .toLowerCase()
    .replace(/^[a-z]{1,2}_/u, "")
    .replace(/_?(?:id|key|no|code)$/u, "");
  const noun = wordsOf(lastPart(side.table)).at(-1) ?? "";
  return columns[0]?.name === side.column && (stem === "" || noun.startsWith(stem) || stem.startsWith(noun));
}
