import { id } from "./fields.ts";
import { fixType, refusal } from "./fix-type.ts";
import { joinName, joinsOf } from "./join-parts.ts";

export const deleteJoinSpec = fixType(
  "delete_join_spec",
  { id },
  {
    category: "join_specs_delete",
    touches: (fix) => [`id ${fix.id}`],
    apply: (draft, fix) => {
      const rest = joinsOf(draft).filter((each) => each.id !== fix.id);
      if (rest.length === joinsOf(draft).length) return refusal("not_found", `The space has no join ${fix.id}`);
      (draft.instructions ??= {}).join_specs = rest;
      return null;
    },
    describe: {
      en: (fix, document) => `Delete the join ${joinName(fix.id, document)}`,
      ko: (fix, document) => `조인 ${joinName(fix.id, document)}을(를) 삭제합니다`,
    },
  },
);
