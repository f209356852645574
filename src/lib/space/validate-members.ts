import { spaceSchema, type SpaceDocument } from "./document.ts";
import { textOf } from "./lines.ts";
import { pathText } from "./path.ts";
import type { SpaceProblem } from "./problem.ts";
import { unknownMembers } from "./unknown-members.ts";

/** Whether a name is catalog.schema.name; a part in backticks may hold dots. */
export function isFullName(identifier: string): boolean {
  const parts = identifier.match(/`(?:[^`]|``)+`|[^.`]+/gu) ?? [];
  return parts.length === 3 && parts.join(".") === identifier;
}

/** Members that are required and empty, answers that are not one SQL text, and members that nobody knows. */
export function memberProblems(document: SpaceDocument): SpaceProblem[] {
  return [
    ...missingMembers(document),
    ...functionProblems(document),
    ...answerProblems(document),
    ...unknownMembers(spaceSchema, document).map((path): SpaceProblem => ({
      path,
      code: "unknown_member",
      severity: "warning",
      message: "This member is not known here; the service may refuse it",
    })),
  ];
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
  const parameters = (instructions?.example_question_sqls ?? []).flatMap((example) =>
    (example.parameters ?? []).map(({ name, type_hint }) => ({ of: example.id, name, type_hint })),
  );
  return [
    ...lists.flatMap(([list, members, items = []]) =>
      items.flatMap((item) =>
        members
          .filter((member) => isBlank(item[member]))
          .map((member) => missing(`${list}${itemAt(item.id)}.${member}`, member)),
      ),
    ),
    ...parameters
      .filter((parameter) => isBlank(parameter.type_hint))
      .map(({ of, name }) =>
        missing(`instructions.example_question_sqls${itemAt(of)}.parameters${itemAt(name)}.type_hint`, "type_hint"),
      ),
  ];
}

function functionProblems(document: SpaceDocument): SpaceProblem[] {
  return (document.instructions?.sql_functions ?? [])
    .filter((each) => !isFullName(each.identifier))
    .map(({ id, identifier }) => ({
      path: `instructions.sql_functions${itemAt(id)}`,
      code: "bad_identifier",
      severity: "error",
      message: `${identifier} is not catalog.schema.function`,
    }));
}

function answerProblems(document: SpaceDocument): SpaceProblem[] {
  return (document.benchmarks?.questions ?? []).flatMap(({ id, answer = [] }): SpaceProblem[] => {
    const [only, ...more] = answer;
    const good = only === undefined || (more.length === 0 && only.format === "SQL" && textOf(only.content) !== "");
    const path = `benchmarks.questions${itemAt(id)}.answer`;
    return good ? [] : [{ path, code: "bad_answer", severity: "error", message: "An answer is exactly one SQL text" }];
  });
}

function missing(path: string, member: string): SpaceProblem {
  return { path, code: "missing_member", severity: "error", message: `${member} is required` };
}

function itemAt(key: string): string {
  return pathText([{ kind: "item", key }]);
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.join("") === "");
}
