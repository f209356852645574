import { piecesOf, textOf } from "../lines.ts";
import { text } from "./fields.ts";
import { fixType, folded, refusal } from "./fix-type.ts";
import { sameWords } from "./same-text.ts";

/** A question that the space offers to people who open it. */
export const addSampleQuestion = fixType(
  "add_sample_question",
  { question: text },
  {
    category: "metadata_add",
    touches: (fix) => [`sample ${folded(fix.question)}`],
    apply: (draft, fix, { ids }) => {
      const there = draft.config?.sample_questions ?? [];
      const twin = there.find((each) => sameWords(textOf(each.question), fix.question));
      if (twin !== undefined) return refusal("duplicate", `The space already offers that question (${twin.id})`);
      (draft.config ??= {}).sample_questions = [...there, { id: ids.hex32(), question: piecesOf(fix.question) }];
      return null;
    },
    describe: {
      en: (fix) => `Offer the sample question "${fix.question}"`,
      ko: (fix) => `샘플 질문 "${fix.question}"을(를) 추가합니다`,
    },
  },
);
