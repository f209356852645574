import { exampleName, examplesOf, setExamples } from "./example-list.ts";
import { id } from "./fields.ts";
import { fixType, refusal } from "./fix-type.ts";

export const deleteExampleQuery = fixType(
  "delete_example_query",
  { id },
  {
    category: "sample_queries_delete",
    touches: (fix) => [`id ${fix.id}`],
    apply: (draft, fix) => {
      const rest = examplesOf(draft).filter((example) => example.id !== fix.id);
      if (rest.length === examplesOf(draft).length) {
        return refusal("not_found", `The space has no example query ${fix.id}`);
      }
      setExamples(draft, rest);
      return null;
    },
    describe: {
      en: (fix, document) => `Delete the example query for "${exampleName(document, fix.id)}"`,
      ko: (fix, document) => `"${exampleName(document, fix.id)}" 질문의 예시 쿼리를 삭제합니다`,
    },
  },
);
