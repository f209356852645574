import { parametersOf } from "../../sql/parameters.ts";
import type { ExampleQuery } from "../document.ts";
import { piecesOf, textOf } from "../lines.ts";
import { refusal, type FixFamily } from "./family.ts";
import { sameWords } from "./same-text.ts";

/** Questions with the SQL that answers them. */
export const exampleQueryFixes: FixFamily<"add_example_query" | "delete_example_query"> = {
  apply: (draft, fix, { ids }) => {
    const examples = draft.instructions?.example_question_sqls ?? [];
    if (fix.change_type === "delete_example_query") {
      if (!examples.some((example) => example.id === fix.id)) {
        return refusal("not_found", `The space has no example query ${fix.id}`);
      }
      (draft.instructions ??= {}).example_question_sqls = examples.filter((example) => example.id !== fix.id);
      return null;
    }
    const twin = examples.find((example) => sameWords(textOf(example.question), fix.question));
    if (twin !== undefined) return refusal("duplicate", `The space already answers that question (${twin.id})`);
    const added: ExampleQuery = {
      id: ids.hex32(),
      question: piecesOf(fix.question),
      sql: piecesOf(fix.sql),
      usage_guidance: piecesOf(fix.usage_guidance),
      // Genie fills a marker only when the example declares it.
      parameters: parametersOf(fix.sql).map((name) => ({ name, type_hint: "STRING" })),
    };
    (draft.instructions ??= {}).example_question_sqls = [...examples, added];
    return null;
  },
  describe: (fix, locale, document) => {
    if (fix.change_type === "add_example_query") {
      return locale === "en"
        ? `Add an example query for "${fix.question}"`
        : `"${fix.question}" 질문의 예시 쿼리를 추가합니다`;
    }
    const example = document?.instructions?.example_question_sqls?.find((each) => each.id === fix.id);
    const name = example === undefined ? fix.id : textOf(example.question);
    return locale === "en" ? `Delete the example query for "${name}"` : `"${name}" 질문의 예시 쿼리를 삭제합니다`;
  },
};
