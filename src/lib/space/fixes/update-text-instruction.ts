import { z } from "zod";
import { piecesOf, textOf } from "../lines.ts";
import { text } from "./fields.ts";
import { fixType, folded, refusal } from "./fix-type.ts";

/** The one text instruction: the line `find` is replaced, or, when that is empty, lines are added at the end. No other line is touched. */
export const updateTextInstruction = fixType(
  "update_text_instruction",
  { find: z.string(), content: text },
  {
    category: "instruction_fix",
    touches: ({ find, content }) => [find === "" ? `line added ${folded(content)}` : `line ${folded(find)}`],
    apply: (draft, { find, content }, { ids }) => {
      const instructions = (draft.instructions ??= {});
      const [current] = instructions.text_instructions ?? [];
      const lines = textOf(current?.content).split("\n");
      const wanted = content.trim();
      if (find.trim() !== "") {
        const places = lines.flatMap((line, index) => (line.trim() === find.trim() ? [index] : []));
        const [place] = places;
        if (current === undefined || place === undefined)
          return refusal("not_found", `No line of the instruction is "${find.trim()}"`);
        if (places.length > 1)
          return refusal("ambiguous", `${String(places.length)} lines of the instruction are "${find.trim()}"`);
        if (wanted === find.trim()) return refusal("no_op", "The line already reads so");
        if (lines.some((line) => line.trim() === wanted)) return refusal("duplicate", "Another line already reads so");
        lines[place] = content;
        current.content = piecesOf(lines.join("\n"));
        return null;
      }
      const standing = new Set(lines.map((line) => line.trim()));
      if (wanted.split("\n").every((line) => standing.has(line.trim()))) {
        return refusal("duplicate", "The instruction already has that line");
      }
      const before = textOf(current?.content);
      const added = before === "" || before.endsWith("\n") ? `${before}${content}` : `${before}\n${content}`;
      if (current === undefined) instructions.text_instructions = [{ id: ids.hex32(), content: piecesOf(content) }];
      else current.content = piecesOf(added);
      return null;
    },
    describe: {
      en: ({ find, content }) =>
        find.trim() === ""
          ? `Add the line «${content}» to the text instruction`
          : `Replace the line «${find.trim()}» of the text instruction by «${content}»`,
      ko: ({ find, content }) =>
        find.trim() === ""
          ? `텍스트 지침에 «${content}» 줄을 추가합니다`
          : `텍스트 지침의 «${find.trim()}» 줄을 «${content}»(으)로 바꿉니다`,
    },
  },
);
