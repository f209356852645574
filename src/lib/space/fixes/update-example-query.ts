import { z } from "zod";
import { piecesOf, textOf } from "../lines.ts";
import { declaredParameters, exampleName, examplesOf } from "./example-list.ts";
import { id, text } from "./fields.ts";
import { fixType, refusal } from "./fix-type.ts";

/** Gives an example query that is there another SQL; its question stays, and its guidance too when none is given. */
export const updateExampleQuery = fixType(
  "update_example_query",
  { id, sql: text, usage_guidance: z.string() },
  {
    category: "sample_queries_add",
    touches: (fix) => [`id ${fix.id}`],
    sql: (fix) => ({ kind: "query", sql: fix.sql }),
    apply: (draft, fix) => {
      const example = examplesOf(draft).find((each) => each.id === fix.id);
      if (example === undefined) return refusal("not_found", `The space has no example query ${fix.id}`);
      const guided = fix.usage_guidance === "" || textOf(example.usage_guidance) === fix.usage_guidance;
      if (textOf(example.sql) === fix.sql && guided) return refusal("no_op", "The example already reads so");
      example.sql = piecesOf(fix.sql);
      if (!guided) example.usage_guidance = piecesOf(fix.usage_guidance);
      const known = new Map((example.parameters ?? []).map((each) => [each.name, each]));
      example.parameters = declaredParameters(fix.sql).map((each) => known.get(each.name) ?? each);
      return null;
    },
    describe: {
      en: (fix, document) => `Change the example query for "${exampleName(document, fix.id)}" to ${fix.sql}`,
      ko: (fix, document) => `"${exampleName(document, fix.id)}" 질문의 예시 쿼리를 ${fix.sql}(으)로 바꿉니다`,
    },
  },
);
