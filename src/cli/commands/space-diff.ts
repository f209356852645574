import { withParticles } from "../../lib/report/korean-particles.ts";
import { spaceTexts } from "../../lib/report/texts/space-texts.ts";
import { diffSpaces } from "../../lib/space/diff.ts";
import type { Command } from "../command.ts";
import { changesInWords } from "../show-space.ts";
import { checkWords, comparable, documentOf, readSides } from "../space-side.ts";
import { runOption } from "./run-option.ts";

const sides = "FILE|ID|baseline|production|dev_best";

export const spaceDiffCommand: Command = {
  name: "space diff",
  usage: `space diff A B [--run ID], each ${sides}`,
  en: "what differs in meaning between two configurations: files, spaces, or those of a run",
  ko: "두 구성(파일, 스페이스, 실행의 구성)의 의미 차이를 문장으로 표시",
  options: [
    {
      ...runOption,
      en: "the run whose baseline, production, dev_best or dev_working is meant [latest]",
      ko: "baseline, production, dev_best, dev_working이 가리키는 실행 [latest]",
    },
  ],
  takesWords: true,
  takesSettings: true,
  check: async (words) => checkWords(words, "space diff", { least: 2, most: 2, words: `two of ${sides}` }),
  run: async (invocation) => {
    const { console, json, locale } = invocation;
    const [one, other] = await readSides(invocation, invocation.arguments.positionals);
    if (one === undefined || other === undefined) throw new Error("two words were checked");
    const [left, right] = [documentOf(one, invocation), documentOf(other, invocation)];
    const before = comparable(one, other, left, right);
    const after = comparable(one, other, right, before);
    const changes = diffSpaces(before, after);
    const texts = spaceTexts[locale];
    if (json) console.out(`${JSON.stringify(changes)}\n`);
    else if (changes.length > 0) console.out(`${changesInWords(before, after, invocation)}\n`);
    if (!json) {
      const said =
        changes.length === 0
          ? texts.equal(one.name, other.name)
          : texts.different(changes.length, one.name, other.name);
      console.out(`${locale === "ko" ? withParticles(said) : said}\n`);
    }
    return changes.length === 0 ? 0 : 2;
  },
};
