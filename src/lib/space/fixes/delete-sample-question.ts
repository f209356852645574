import type { SpaceDocument } from "../document.ts";
import { textOf } from "../lines.ts";
import { id } from "./fields.ts";
import { fixType, refusal } from "./fix-type.ts";

export const deleteSampleQuestion = fixType(
  "delete_sample_question",
  { id },
  {
    category: "metadata_delete",
    touches: (fix) => [`id ${fix.id}`],
    apply: (draft, fix) => {
      const there = draft.config?.sample_questions ?? [];
      const rest = there.filter((each) => each.id !== fix.id);
      if (rest.length === there.length) return refusal("not_found", `The space has no sample question ${fix.id}`);
      (draft.config ??= {}).sample_questions = rest;
      return null;
    },
    describe: {
      en: (fix, document) => `Delete the sample question "${nameOf(document, fix.id)}"`,
      ko: (fix, document) => `샘플 질문 "${nameOf(document, fix.id)}"을(를) 삭제합니다`,
    },
  },
);

function nameOf(document: SpaceDocument | null, wanted: string): string {
  const found = document?.config?.sample_questions?.find((each) => each.id === wanted);
  return found === undefined ? wanted : textOf(found.question);
}
