import { piecesOf } from "../lines.ts";
import { z } from "zod";
import { text } from "./fields.ts";
import { fixType, folded, refusal } from "./fix-type.ts";

/** Lets Genie call a function of Unity Catalog. `description` may be empty. */
export const addSqlFunction = fixType(
  "add_sql_function",
  {
    function_name: text.regex(/^[^.\s]+\.[^.\s]+\.[^.\s]+$/u, "must be catalog.schema.function"),
    description: z.string(),
  },
  {
    category: "sql_snippets_add",
    touches: (fix) => [`function ${folded(fix.function_name)}`],
    apply: (draft, fix, { ids }) => {
      const there = draft.instructions?.sql_functions ?? [];
      const twin = there.find((each) => folded(each.identifier) === folded(fix.function_name));
      if (twin !== undefined) return refusal("duplicate", `The space already has the function ${twin.identifier}`);
      const described = fix.description === "" ? {} : { description: piecesOf(fix.description) };
      const added = { id: ids.hex32(), identifier: fix.function_name, ...described };
      (draft.instructions ??= {}).sql_functions = [...there, added];
      return null;
    },
    describe: {
      en: (fix) => `Let Genie call the function ${fix.function_name}`,
      ko: (fix) => `Genie가 함수 ${fix.function_name}을(를) 쓸 수 있게 합니다`,
    },
  },
);
