import { EnhancerError } from "../../lib/core/errors.ts";
import { redact } from "../../lib/core/redact.ts";
import { spaceTexts } from "../../lib/report/texts/space-texts.ts";
import { requireSettings } from "../../lib/settings/resolve.ts";
import { spaceDigest } from "../../lib/space/canonical.ts";
import { spaceText } from "../../lib/space/space-text.ts";
import { tableEntries } from "../../lib/space/visit.ts";
import type { Arguments } from "../arguments.ts";
import type { Command, Invocation } from "../command.ts";
import { writeSpaceFile } from "../space-file.ts";
import { checkWords, documentOf, liveSide, spaceIdIn } from "../space-side.ts";
import { withSpaces } from "../with-spaces.ts";
import { forceOption } from "./exam-option.ts";

export const spacePullCommand: Command = {
  name: "space pull",
  usage: "space pull [ID] [--out FILE]",
  en: "read a space's configuration, in a form whose differences are small",
  ko: "스페이스 구성을 읽어 차이가 작게 남는 형태로 출력하거나 저장",
  options: [
    {
      name: "out",
      type: "string",
      en: "file to write; over an earlier configuration without asking",
      ko: "저장할 파일(이전 구성이면 그대로 덮어씀)",
    },
    forceOption,
  ],
  takesWords: true,
  takesSettings: true,
  check: async (words) => {
    checkWords(words, "space pull", { least: 0, most: 1, words: "one space's id, or none for setting space_id" });
    checkId(words);
  },
  run: async (invocation) => {
    const { console, json, locale, signal } = invocation;
    const { out, force } = invocation.arguments.options;
    const id = wantedSpace(invocation, invocation.arguments.positionals[0]);
    const side = await withSpaces(invocation, ({ spaces }) => liveSide(spaces, id, signal));
    const document = documentOf(side, invocation);
    const text = spaceText(document);
    const texts = spaceTexts[locale];
    const wrote = typeof out === "string" ? await writeSpaceFile(out, text, force === true) : null;
    if (wrote === null || json) {
      console.out(text);
      if (redact(text) !== text) console.err(`${texts.hidden}\n`);
    }
    const tables = tableEntries(document).length;
    console.err(`${texts.pulled(side.name, id, tables, spaceDigest(document).slice(0, 12))}\n`);
    if (wrote !== null) console.err(`${texts[wrote === "same" ? "alreadyWritten" : "written"](String(out))}\n`);
    return 0;
  },
};

function checkId({ positionals: [word] }: Arguments): void {
  if (word !== undefined && spaceIdIn(word) === null) throw noId(word);
}

/** The space that is meant: the word, which may be its address, else setting space_id. @throws EnhancerError SETTINGS_INVALID */
export function wantedSpace({ resolved }: Invocation, word: string | undefined): string {
  if (word === undefined) requireSettings(resolved.settings, ["space_id"]);
  const given = word ?? resolved.settings.space_id ?? "";
  const id = spaceIdIn(given);
  if (id === null) throw noId(given);
  return id;
}

export function noId(word: string): EnhancerError {
  return new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `${JSON.stringify(word)} is no id of a space`,
    remedy: "An id has 32 hex digits and stands in the space's address, which may be given too.",
  });
}
