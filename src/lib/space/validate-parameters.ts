import type { ExampleQuery, SpaceDocument } from "./document.ts";
import { pathText } from "./path.ts";
import { broken, doubtful, type SpaceProblem } from "./problem.ts";

/** Parameters of example queries: each with a name that SQL can use, once, and with a type. */
export function parameterProblems(document: SpaceDocument): SpaceProblem[] {
  return (document.instructions?.example_question_sqls ?? []).flatMap(problemsOf);
}

function problemsOf({ id, parameters = [] }: ExampleQuery): SpaceProblem[] {
  const list = `instructions.example_question_sqls${pathText([{ kind: "item", key: id }])}.parameters`;
  const seen = new Set<string>();
  return parameters.flatMap(({ name, type_hint, default_value }): SpaceProblem[] => {
    const path = `${list}${pathText([{ kind: "item", key: name }])}`;
    const problems: SpaceProblem[] = [];
    if (seen.has(name)) {
      const korean = `매개변수 ${name}: 두 번 들어 있습니다`;
      problems.push(broken(path, "repeated_parameter", `The parameter ${name} stands twice`, korean));
    }
    seen.add(name);
    if (name === "") problems.push(missing(path, "name"));
    else if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) {
      const korean = `${JSON.stringify(name)}: SQL에서 :이름 형태로 쓸 수 없는 이름입니다`;
      problems.push(
        doubtful(path, "bad_parameter", `${JSON.stringify(name)} cannot be written as :name in SQL`, korean),
      );
    }
    if ((type_hint ?? "") === "") problems.push(missing(path, "type_hint"));
    if (default_value !== undefined && (default_value.values ?? []).join("") === "" && hasMembers(default_value)) {
      problems.push(missing(`${path}.default_value`, "values"));
    }
    return problems;
  });
}

/** An empty default is left out when it is written; one that holds something else stays. */
function hasMembers(value: object): boolean {
  return Object.values(value).some((member) => !Array.isArray(member) || member.length > 0);
}

function missing(path: string, member: string): SpaceProblem {
  return broken(`${path}.${member}`, "missing_member", `${member} is required`, `${member}: 반드시 있어야 합니다`);
}
