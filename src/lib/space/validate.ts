import { byCodePoint } from "./canonical.ts";
import type { SpaceDocument } from "./document.ts";
import { limitProblems } from "./limits.ts";
import { broken, doubtful, type SpaceProblem } from "./problem.ts";
import { joinProblems } from "./validate-joins.ts";
import { memberProblems } from "./validate-members.ts";
import { parameterProblems } from "./validate-parameters.ts";
import { tableProblems } from "./validate-tables.ts";
import { idEntries, tableEntries } from "./visit.ts";

/** Every rule of the service that the document breaks, all at once. */
export function validateSpace(document: SpaceDocument): SpaceProblem[] {
  return [
    ...limitProblems(document),
    ...idProblems(document),
    ...tableProblems(document),
    ...joinProblems(document),
    ...parameterProblems(document),
    ...memberProblems(document),
    ...orderProblems(document),
  ];
}

/** Ids are unique in the whole document: the sources differ on how far that reaches, and this is the strictest reading. */
function idProblems(document: SpaceDocument): SpaceProblem[] {
  const seen = new Set<unknown>();
  return idEntries(document).flatMap(({ path, id }): SpaceProblem[] => {
    if (typeof id !== "string" || !/^[0-9a-f]{32}$/u.test(id)) {
      const shown = JSON.stringify(id);
      return [
        broken(path, "bad_id", `${shown} is not 32 lowercase hex digits`, `${shown}: 소문자 16진수 32자리가 아닙니다`),
      ];
    }
    if (seen.has(id)) {
      return [broken(path, "repeated_id", `The id ${id} is used more than once`, `ID ${id}가 두 번 이상 쓰였습니다`)];
    }
    seen.add(id);
    return [];
  });
}

/** Code-point order everywhere. Sample questions alone are put in order by the service itself. */
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
  return lists.flatMap(([path, key, keys]) => {
    if (!keys.some((each, index) => index > 0 && byCodePoint(keys[index - 1] ?? "", each) > 0)) return [];
    const found = path === "config.sample_questions" ? doubtful : broken;
    return [found(path, "wrong_order", `${path} must be sorted by ${key}`, `${path}: ${key} 순서로 정렬해야 합니다`)];
  });
}

type Sorted = readonly [path: string, key: string, keys: readonly string[]];
