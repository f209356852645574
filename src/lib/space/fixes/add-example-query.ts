import { z } from "zod";
import { piecesOf, textOf } from "../lines.ts";
import { declaredParameters, examplesOf, setExamples } from "./example-list.ts";
import { text } from "./fields.ts";
import { fixType, folded, refusal } from "./fix-type.ts";
import { sameWords } from "./same-text.ts";

/** A question with the SQL that answers it. */
export const addExampleQuery = fixType(
  "add_example_query",
  { question: text, sql: text, usage_guidance: z.string() },
  {
    category: "sample_queries_add",
    touches: (fix) => [`example ${folded(fix.question)}`],
    sql: (fix) => ({ kind: "query", sql: fix.sql }),
    apply: (draft, fix, { ids }) => {
      const examples = examplesOf(draft);
      const twin = examples.find((example) => sameWords(textOf(example.question), fix.question));
      if (twin !== undefined) return refusal("duplicate", `The space already answers that question (${twin.id})`);
      const added = {
        id: ids.hex32(),
        question: piecesOf(fix.question),
        sql: piecesOf(fix.sql),
        usage_guidance: piecesOf(fix.usage_guidance),
        parameters: declaredParameters(fix.sql),
      };
      setExamples(draft, [...examples, added]);
      return null;
    },
    describe: {
      en: (fix) => `Add an example query for "${fix.question}"`,
      ko: (fix) => `"${fix.question}" 질문의 예시 쿼리를 추가합니다`,
    },
  },
);
