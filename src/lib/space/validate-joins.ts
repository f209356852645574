import type { JoinSpec, SpaceDocument } from "./document.ts";
import { isFullName } from "./full-name.ts";
import { joinConditionText, joinMarker, readJoinCondition } from "./join-text.ts";
import { pathText } from "./path.ts";
import { broken, doubtful, type SpaceProblem } from "./problem.ts";
import { tableEntries } from "./visit.ts";

/** Joins: one equality of two columns in backticks, each with its side's alias, and then the marker of the relationship. */
export function joinProblems(document: SpaceDocument): SpaceProblem[] {
  const known = new Set(tableEntries(document).map(({ table }) => table.identifier));
  return (document.instructions?.join_specs ?? []).flatMap((join) => {
    const path = `instructions.join_specs${pathText([{ kind: "item", key: join.id }])}`;
    return [...sideProblems(join, path, known), ...sqlProblems(join, `${path}.sql`)];
  });
}

function sideProblems(join: JoinSpec, path: string, known: ReadonlySet<string>): SpaceProblem[] {
  const { left, right } = join;
  const problems: SpaceProblem[] = [];
  for (const [side, { identifier, alias = "" }] of Object.entries({ left, right })) {
    if (alias === "") {
      const korean = "조인의 양쪽 모두 별칭(alias)이 있어야 합니다";
      problems.push(broken(`${path}.${side}.alias`, "missing_member", "Both sides of a join need an alias", korean));
    }
    if (!isFullName(identifier)) {
      const korean = `${identifier}: 카탈로그.스키마.테이블 형식이 아닙니다`;
      const message = `${identifier} is not catalog.schema.table`;
      problems.push(broken(`${path}.${side}.identifier`, "bad_identifier", message, korean));
    } else if (!known.has(identifier)) {
      const korean = `${identifier}: 스페이스에 없는 테이블입니다`;
      problems.push(doubtful(path, "unknown_table", `${identifier} is not a table of the space`, korean));
    }
  }
  if (left.alias === right.alias && (left.alias ?? "") !== "") {
    const korean = "양쪽의 별칭(alias)이 서로 달라야 합니다";
    problems.push(broken(path, "bad_join", "The two sides need different aliases", korean));
  }
  return problems;
}

function sqlProblems({ sql, left, right }: JoinSpec, path: string): SpaceProblem[] {
  const [condition = "", marker = "", ...more] = sql;
  const problems: SpaceProblem[] = [];
  if (more.length > 0 || joinMarker(marker) === null) {
    problems.push(
      broken(
        path,
        "bad_join",
        "A join is one condition and one --rt=FROM_RELATIONSHIP_TYPE_…-- comment",
        "조인은 조건 하나와 --rt=FROM_RELATIONSHIP_TYPE_…-- 주석 하나로 이루어집니다",
      ),
    );
  }
  const sides = readJoinCondition(condition);
  if (sides === null) {
    return [
      ...problems,
      broken(
        path,
        "bad_join",
        `${condition} is not one equality of two columns with their aliases`,
        `${condition}: 별칭을 붙인 두 컬럼의 등식 하나가 아닙니다`,
      ),
    ];
  }
  const wanted = joinConditionText(sides);
  if (condition.replaceAll(/\s/gu, "") !== wanted.replaceAll(/\s/gu, "")) {
    problems.push(
      broken(
        path,
        "bad_join",
        `${condition} must have its names in backticks: ${wanted}`,
        `${condition}: 이름을 백틱으로 감싸야 합니다(${wanted})`,
      ),
    );
  }
  const aliases = [left.alias ?? "", right.alias ?? ""];
  const used = sides.map((side) => side.alias);
  if (used.toSorted().join("\n") !== aliases.toSorted().join("\n")) {
    problems.push(
      broken(
        path,
        "bad_join",
        `${condition} does not use the aliases ${aliases.join(" and ")}`,
        `${condition}: 두 별칭(${aliases.join(", ")})을 하나씩 써야 합니다`,
      ),
    );
  }
  return problems;
}
