import { spaceSchema, type SpaceDocument } from "./document.ts";
import { isFullName } from "./full-name.ts";
import { textOf } from "./lines.ts";
import { pathText, readPath } from "./path.ts";
import { broken, doubtful, type SpaceProblem } from "./problem.ts";
import { unknownMembers } from "./unknown-members.ts";
import { version1Members } from "./version-1.ts";

/** Members that are required and empty, answers that are not one SQL text, and members that nobody knows. */
export function memberProblems(document: SpaceDocument): SpaceProblem[] {
  return [
    ...missingMembers(document),
    ...functionProblems(document),
    ...answerProblems(document),
    ...unknownMembers(spaceSchema, document)
      .filter((path) => !isVersion1Member(path))
      .map(unknownMember),
  ];
}

/** Those are told of by their own name. */
function isVersion1Member(path: string): boolean {
  const last = readPath(path).at(-1)?.key ?? "";
  return version1Members.includes(last) && path.includes(".column_configs[");
}

/** What the service says of a space beside its configuration; people copy it into the document. */
const outerMembers: ReadonlySet<string> = new Set([
  "space_id",
  "title",
  "description",
  "warehouse_id",
  "parent_path",
  "etag",
  "create_time",
  "update_time",
  "serialized_space",
]);

function unknownMember(path: string): SpaceProblem {
  if (outerMembers.has(path)) {
    return doubtful(
      path,
      "unknown_member",
      "This belongs to the space, not to its configuration, and the service refuses it here",
      "구성이 아니라 스페이스 자체의 항목이라, 여기 있으면 서비스가 거절합니다",
    );
  }
  return doubtful(
    path,
    "unknown_member",
    "This member is not known here; the service may refuse it",
    "알려지지 않은 항목이며, 서비스가 거절할 수 있습니다",
  );
}

type Required = readonly [list: string, members: readonly string[], items: readonly Item[] | undefined];
type Item = Readonly<Record<string, unknown>> & { readonly id: string };

function missingMembers(document: SpaceDocument): SpaceProblem[] {
  const { instructions } = document;
  const snippets = instructions?.sql_snippets;
  const named = ["alias", "sql", "display_name"];
  const lists: readonly Required[] = [
    ["config.sample_questions", ["question"], document.config?.sample_questions],
    ["instructions.text_instructions", ["content"], instructions?.text_instructions],
    ["instructions.example_question_sqls", ["question", "sql"], instructions?.example_question_sqls],
    ["instructions.sql_snippets.filters", ["sql", "display_name"], snippets?.filters],
    ["instructions.sql_snippets.expressions", named, snippets?.expressions],
    ["instructions.sql_snippets.measures", named, snippets?.measures],
    ["benchmarks.questions", ["question"], document.benchmarks?.questions],
  ];
  return lists.flatMap(([list, members, items = []]) =>
    items.flatMap((item) =>
      members
        .filter((member) => isBlank(item[member]))
        .map((member) =>
          broken(
            `${list}${itemAt(item.id)}.${member}`,
            "missing_member",
            `${member} is required`,
            `${member}: 반드시 있어야 합니다`,
          ),
        ),
    ),
  );
}

function functionProblems(document: SpaceDocument): SpaceProblem[] {
  const seen = new Set<string>();
  return (document.instructions?.sql_functions ?? []).flatMap(({ id, identifier }): SpaceProblem[] => {
    const path = `instructions.sql_functions${itemAt(id)}`;
    const isRepeated = seen.has(identifier.toLowerCase());
    seen.add(identifier.toLowerCase());
    return [
      ...(isFullName(identifier)
        ? []
        : [
            broken(
              path,
              "bad_identifier",
              `${identifier} is not catalog.schema.function`,
              `${identifier}: 카탈로그.스키마.함수 형식이 아닙니다`,
            ),
          ]),
      ...(isRepeated
        ? [
            doubtful(
              path,
              "repeated_function",
              `The function ${identifier} stands twice`,
              `함수 ${identifier}: 두 번 들어 있습니다`,
            ),
          ]
        : []),
    ];
  });
}

function answerProblems(document: SpaceDocument): SpaceProblem[] {
  return (document.benchmarks?.questions ?? []).flatMap(({ id, answer = [] }): SpaceProblem[] => {
    const [only, ...more] = answer;
    const good = only === undefined || (more.length === 0 && only.format === "SQL" && textOf(only.content) !== "");
    const path = `benchmarks.questions${itemAt(id)}.answer`;
    const korean = "정답은 SQL 하나여야 합니다";
    return good ? [] : [broken(path, "bad_answer", "An answer is exactly one SQL text", korean)];
  });
}

function itemAt(key: string): string {
  return pathText([{ kind: "item", key }]);
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.join("") === "");
}
