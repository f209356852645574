import { byCodePoint } from "./canonical.ts";
import type { SpaceDocument } from "./document.ts";
import { joinMarker, readJoinCondition } from "./join-text.ts";
import { limitProblems } from "./limits.ts";
import { pathText } from "./path.ts";
import type { SpaceProblem } from "./problem.ts";
import { isFullName, memberProblems } from "./validate-members.ts";
import { version1Members } from "./version-1.ts";
import { idEntries, tableEntries } from "./visit.ts";

/** Every rule of the service that the document breaks, all at once. */
export function validateSpace(document: SpaceDocument): SpaceProblem[] {
  return [
    ...limitProblems(document),
    ...idProblems(document),
    ...tableProblems(document),
    ...joinProblems(document),
    ...memberProblems(document),
    ...orderProblems(document),
  ];
}

const error = (path: string, code: SpaceProblem["code"], message: string): SpaceProblem => ({
  path,
  code,
  severity: "error",
  message,
});

function idProblems(document: SpaceDocument): SpaceProblem[] {
  const seen = new Set<unknown>();
  return idEntries(document).flatMap(({ path, id }): SpaceProblem[] => {
    if (typeof id !== "string" || !/^[0-9a-f]{32}$/u.test(id)) {
      return [error(path, "bad_id", `${JSON.stringify(id)} is not 32 lowercase hex digits`)];
    }
    if (seen.has(id)) return [error(path, "repeated_id", `The id ${id} is used more than once`)];
    seen.add(id);
    return [];
  });
}

function tableProblems(document: SpaceDocument): SpaceProblem[] {
  const seen = new Set<string>();
  return tableEntries(document).flatMap(({ path, table }): SpaceProblem[] => {
    const problems: SpaceProblem[] = [];
    if (!isFullName(table.identifier)) {
      problems.push(error(path, "bad_identifier", `${table.identifier} is not catalog.schema.table`));
    }
    if (seen.has(table.identifier)) problems.push(error(path, "repeated_table", `${table.identifier} stands twice`));
    seen.add(table.identifier);
    const columns = new Set<string>();
    for (const column of table.column_configs ?? []) {
      const at = `${path}.column_configs${pathText([{ kind: "item", key: column.column_name }])}`;
      if (columns.has(column.column_name)) problems.push(error(at, "repeated_column", "The column stands twice"));
      columns.add(column.column_name);
      for (const member of version1Members.filter((name) => name in column)) {
        problems.push(error(`${at}.${member}`, "version_1_member", `${member} belongs to version 1`));
      }
      if (column.enable_entity_matching === true && column.enable_format_assistance !== true) {
        problems.push(error(at, "needs_format_assistance", "Entity matching needs format assistance"));
      }
    }
    return problems;
  });
}

function joinProblems(document: SpaceDocument): SpaceProblem[] {
  const known = new Set(tableEntries(document).map(({ table }) => table.identifier));
  return (document.instructions?.join_specs ?? []).flatMap((join): SpaceProblem[] => {
    const path = `instructions.join_specs${pathText([{ kind: "item", key: join.id }])}`;
    const problems: SpaceProblem[] = [];
    const [condition = "", marker = "", ...more] = join.sql;
    if (more.length > 0 || joinMarker(marker) === null) {
      problems.push(
        error(`${path}.sql`, "bad_join", "A join is one condition and one --rt=FROM_RELATIONSHIP_TYPE_…-- comment"),
      );
    }
    const sides = readJoinCondition(condition);
    const aliases = [join.left.alias ?? "", join.right.alias ?? ""];
    if (aliases.includes("")) problems.push(error(path, "missing_member", "Both sides of a join need an alias"));
    if (aliases[0] === aliases[1]) problems.push(error(path, "bad_join", "The two sides need different aliases"));
    if (sides === null) {
      problems.push(
        error(`${path}.sql`, "bad_join", `${condition} is not one equality of two columns with their aliases`),
      );
    } else if (
      sides
        .map((side) => side.alias)
        .toSorted()
        .join("\n") !== aliases.toSorted().join("\n")
    ) {
      problems.push(error(`${path}.sql`, "bad_join", `${condition} does not use the aliases ${aliases.join(" and ")}`));
    }
    for (const { identifier } of [join.left, join.right]) {
      if (known.has(identifier)) continue;
      const message = `${identifier} is not a table of the space`;
      problems.push({ path, code: "unknown_table", severity: "warning", message });
    }
    return problems;
  });
}

function orderProblems(document: SpaceDocument): SpaceProblem[] {
  const byId = Object.entries(Object.groupBy(idEntries(document), (entry) => entry.list)).map(
    ([path, entries = []]): Sorted => [path, "id", entries.map((entry) => String(entry.id))],
  );
  const { tables = [], metric_views = [] } = document.data_sources;
  const lists: readonly Sorted[] = [
    ...byId,
    ["data_sources.tables", "identifier", tables.map((table) => table.identifier)],
    ["data_sources.metric_views", "identifier", metric_views.map((table) => table.identifier)],
    ...tableEntries(document).map(({ path, table }): Sorted => [
      `${path}.column_configs`,
      "column_name",
      (table.column_configs ?? []).map((column) => column.column_name),
    ]),
  ];
  return lists.flatMap(([path, key, keys]) =>
    keys.some((each, index) => index > 0 && byCodePoint(keys[index - 1] ?? "", each) > 0)
      ? [error(path, "wrong_order", `${path} must be sorted by ${key}`)]
      : [],
  );
}

type Sorted = readonly [path: string, key: string, keys: readonly string[]];
