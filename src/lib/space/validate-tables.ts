import type { ColumnConfig, SpaceDocument } from "./document.ts";
import { isFullName } from "./full-name.ts";
import { pathText } from "./path.ts";
import { broken, doubtful, type SpaceProblem } from "./problem.ts";
import { version1Members } from "./version-1.ts";
import { tableEntries, type TableEntry } from "./visit.ts";

/** Tables and metric views, and the settings of their columns. */
export function tableProblems(document: SpaceDocument): SpaceProblem[] {
  const entries = tableEntries(document);
  return [
    ...entries
      .filter(({ table }) => !isFullName(table.identifier))
      .map(({ path, table: { identifier } }) =>
        broken(
          path,
          "bad_identifier",
          `${identifier} is not catalog.schema.table`,
          `${identifier}: 카탈로그.스키마.테이블 형식이 아닙니다`,
        ),
      ),
    ...repeats(entries, ({ table }) => table.identifier).map(({ item: { path, table }, exactly }) =>
      exactly
        ? broken(path, "repeated_table", `${table.identifier} stands twice`, `${table.identifier}: 두 번 들어 있습니다`)
        : doubtful(
            path,
            "repeated_table",
            `${table.identifier} is there already in another spelling, and the catalog takes both for one`,
            `${table.identifier}: 대소문자만 다른 같은 테이블이 이미 있습니다`,
          ),
    ),
    ...entries.flatMap(columnProblems),
  ];
}

function columnProblems({ path, table }: TableEntry): SpaceProblem[] {
  const columns = table.column_configs ?? [];
  const at = (column: ColumnConfig): string =>
    `${path}.column_configs${pathText([{ kind: "item", key: column.column_name }])}`;
  return [
    ...repeats(columns, (column) => column.column_name).map(({ item, exactly }) =>
      exactly
        ? broken(at(item), "repeated_column", "The column stands twice", "컬럼이 두 번 들어 있습니다")
        : doubtful(
            at(item),
            "repeated_column",
            "The column is there already in another spelling, and the catalog takes both for one",
            "대소문자만 다른 같은 컬럼이 이미 있습니다",
          ),
    ),
    ...columns.flatMap((column) =>
      version1Members
        .filter((name) => name in column)
        .map((member) =>
          broken(
            `${at(column)}.${member}`,
            "version_1_member",
            `${member} belongs to version 1`,
            `${member}: 버전 1의 항목이라 버전 2에는 쓸 수 없습니다`,
          ),
        ),
    ),
    ...columns
      .filter((column) => column.column_name === "")
      .map((column) =>
        broken(
          `${at(column)}.column_name`,
          "missing_member",
          "column_name is required",
          "column_name: 반드시 있어야 합니다",
        ),
      ),
    ...columns
      .filter((column) => column.enable_entity_matching === true && column.enable_format_assistance !== true)
      .map((column) =>
        broken(
          at(column),
          "needs_format_assistance",
          "Entity matching needs format assistance",
          "엔터티 매칭을 켜려면 형식 지원도 켜야 합니다",
        ),
      ),
  ];
}

/** Items that an earlier one is like: exactly, or but for the case of letters. */
function repeats<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
): { readonly item: T; readonly exactly: boolean }[] {
  const [exact, folded] = [new Set<string>(), new Set<string>()];
  return items.flatMap((item) => {
    const name = nameOf(item);
    const lower = name.toLowerCase();
    const found = exact.has(name) ? [{ item, exactly: true }] : folded.has(lower) ? [{ item, exactly: false }] : [];
    exact.add(name);
    folded.add(lower);
    return found;
  });
}
