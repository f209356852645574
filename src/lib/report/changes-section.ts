import { addedCharactersInWords } from "./characters.ts";
import { fixWords } from "./fix-words.ts";
import type { Locale } from "./locale.ts";
import { code, markdownTable, plain, shortened, signed } from "./markdown.ts";
import type { ChangeReport } from "./run-report.ts";
import { textsIn } from "./texts/texts-in.ts";

/** Fixes can hold whole queries; a table shows their beginning, `enhancement_changes` and `lessons.md` the rest. */
const longestFix = 240;
const longestWhy = 320;

/** Kept changes, those that were proven together in one table under the gate's words, which are the group's and not each fix's. */
export function changesTables(changes: readonly ChangeReport[], locale: Locale): string {
  const texts = textsIn(locale);
  const { labels } = texts;
  const groups = Map.groupBy(changes, (change) => JSON.stringify([change.loop, whyInWords(change, locale)]));
  return [...groups.values()]
    .map((group) => {
      const [first] = group;
      const title = first === undefined ? "" : texts.keptTogether(first.loop, group.length, whyInWords(first, locale));
      return [
        plain(title),
        markdownTable(
          [labels.change, labels.type, labels.targets, labels.effect, labels.characters],
          group.map((change) => [
            `${fixCell(change, locale)}${change.status === "UNDONE" ? ` (${texts.undone})` : ""}`,
            code(change.changeType),
            targets(change),
            effect(change),
            change.characters === null ? "–" : addedCharactersInWords(change.characters, locale),
          ]),
        ),
      ].join("\n\n");
    })
    .join("\n\n");
}

/** Changes that did not stay, each with its reason; the same fix stopped for the same reason is one line. */
export function stoppedTable(changes: readonly ChangeReport[], locale: Locale): string {
  const texts = textsIn(locale);
  const { labels } = texts;
  const groups = Map.groupBy(changes, (change) =>
    JSON.stringify([change.loop, change.changeType, change.words[locale], whyInWords(change, locale)]),
  );
  return markdownTable(
    [labels.loop, labels.change, labels.type, labels.targets, labels.why],
    [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const times = group.length === 1 ? "" : ` (${texts.times(group.length)})`;
      const questions = [...new Set(group.flatMap((change) => change.targets))];
      const why = plain(shortened(whyInWords(first, locale), longestWhy));
      return [
        [
          String(first.loop),
          `${fixCell(first, locale)}${times}`,
          code(first.changeType),
          plain(questions.join(", ")),
          why,
        ],
      ];
    }),
  );
}

/** Why a change ended as it did: the check that blocked it, or the gate's word and facts. Not Markdown yet. */
function whyInWords(change: ChangeReport, locale: Locale): string {
  const texts = textsIn(locale);
  if (change.blockedBecause !== null) return change.blockedBecause[locale];
  const word = change.validation === null ? null : texts.validations[change.validation];
  const facts = change.reason === null ? null : texts.reason(change.reason);
  return [word, facts].filter((part) => part !== null).join(": ");
}

function fixCell(change: ChangeReport, locale: Locale): string {
  return plain(shortened(fixWords(change.changeType, change.words, locale), longestFix));
}

function targets(change: ChangeReport): string {
  return plain(change.targets.join(", "));
}

function effect(change: ChangeReport): string {
  return change.effect === null ? "–" : signed(change.effect);
}
