import { z } from "zod";
import { piecesOf } from "../lines.ts";
import { descriptionKey, findDescription, nameOf } from "./described-thing.ts";
import { table, text } from "./fields.ts";
import { fixType, refusal } from "./fix-type.ts";

/** Edits a description in place: the one passage `find` becomes `content`, and what people wrote around it stays. `column` is empty for the table's own. */
export const updateDescription = fixType(
  "update_description",
  { table, column: z.string(), find: text, content: z.string() },
  {
    category: "metadata_add",
    touches: (fix) => [descriptionKey(fix)],
    apply: (draft, fix, context) => {
      const found = findDescription(draft, fix, context);
      if (found.kind === "refused") return found.refusal;
      const [before, after, ...more] = found.text.split(fix.find);
      if (before === undefined || after === undefined) {
        return refusal("not_found", `The description of ${nameOf(fix)} has no passage "${fix.find}"`);
      }
      if (more.length > 0) return refusal("ambiguous", `"${fix.find}" stands more than once in it`);
      if (fix.find === fix.content) return refusal("no_op", "The passage already reads so");
      const edited = before + fix.content + after;
      if (edited.trim() === "") return refusal("invalid", "Nothing would be left; delete the description instead");
      found.holder.description = piecesOf(edited);
      return null;
    },
    describe: {
      en: (fix) => `In the description of ${nameOf(fix)}, replace «${fix.find}» by «${fix.content}»`,
      ko: (fix) => `${nameOf(fix)}의 설명에서 «${fix.find}»을(를) «${fix.content}»(으)로 바꿉니다`,
    },
  },
);
