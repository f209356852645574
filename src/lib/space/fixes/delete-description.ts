import { z } from "zod";
import { descriptionKey, findDescription, nameOf } from "./described-thing.ts";
import { table } from "./fields.ts";
import { fixType } from "./fix-type.ts";

/** Removes what the space says of a table or, with `column`, of a column; what the catalog says shows again. */
export const deleteDescription = fixType(
  "delete_description",
  { table, column: z.string() },
  {
    category: "metadata_delete",
    touches: (fix) => [descriptionKey(fix)],
    apply: (draft, fix, context) => {
      const found = findDescription(draft, fix, context);
      if (found.kind === "refused") return found.refusal;
      delete found.holder.description;
      return null;
    },
    describe: {
      en: (fix) => `Delete the description of ${nameOf(fix)}`,
      ko: (fix) => `${nameOf(fix)}의 설명을 삭제합니다`,
    },
  },
);
