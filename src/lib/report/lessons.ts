import { addedCharactersInWords } from "./characters.ts";
import { fixWords, unreadable } from "./fix-words.ts";
import type { Locale } from "./locale.ts";
import { code, markdownTable, plain, signed } from "./markdown.ts";
import type { LessonReport, RunReport } from "./run-report.ts";
import type { LessonGroup } from "./texts/text-catalogue.ts";
import { textsIn } from "./texts/texts-in.ts";

type Pattern = LessonReport["patterns"][number] & { readonly type: string };

/** `lessons.md`: the effect of each fix type, what worked by failure category, what to avoid and why, and what is still open. */
export function lessonsMarkdown(report: RunReport, locale: Locale): string {
  const texts = textsIn(locale);
  const patterns = report.lessons.flatMap((lesson) =>
    lesson.patterns.map((pattern) => ({ ...pattern, type: lesson.changeType })),
  );
  const groups = Map.groupBy(patterns, groupOf);
  const avoid = (["harmful", "no_change", "refused", "blocked"] as const).filter((group) => groups.has(group));
  const helped = groups.get("helped") ?? [];
  const open = groups.get("unsettled") ?? [];
  return [
    `# ${plain(texts.lessonsTitle(report.space.title))}`,
    ...(report.workspace === "local" ? [`> ${texts.localNotice}`] : []),
    `## ${texts.headings.effectiveness}`,
    effectivenessTable(report.lessons, locale),
    `## ${texts.headings.worked}`,
    helped.length === 0 ? texts.nothingWorked : byCategory(helped, locale),
    `## ${texts.headings.avoid}`,
    ...(avoid.length === 0
      ? [texts.nothingToAvoid]
      : avoid.flatMap((group) => [texts.advice[group], reasons(groups.get(group) ?? [], locale)])),
    `## ${texts.headings.unsettled}`,
    ...(open.length === 0 ? [texts.nothingUnsettled] : [texts.advice.unsettled, reasons(open, locale)]),
  ]
    .join("\n\n")
    .concat("\n");
}

/** The same as data: an array, an object a fix type. */
export function lessonsDocument(report: RunReport): readonly Record<string, unknown>[] {
  return report.lessons.map((lesson) => ({
    fix_type: lesson.changeType,
    applied: lesson.applied,
    positive: lesson.positive,
    negative: lesson.negative,
    average_improvement: lesson.averageImprovement,
    patterns: lesson.patterns.map((pattern) => ({
      description: pattern.words,
      outcome: pattern.outcome,
      validation: pattern.validation,
      effect: pattern.effect,
      characters: pattern.characters,
      failure_category: pattern.failureCategory,
      why: pattern.why,
    })),
  }));
}

/** How often each fix type was applied, helped and harmed, and what it gained on average. */
export function effectivenessTable(lessons: readonly LessonReport[], locale: Locale): string {
  const { labels, none } = textsIn(locale);
  const types = lessons.filter((lesson) => lesson.changeType !== unreadable);
  if (types.length === 0) return none;
  return markdownTable(
    [labels.fixType, labels.applied, labels.positive, labels.negative, labels.averageImprovement],
    types.map((lesson) => [
      code(lesson.changeType),
      String(lesson.applied),
      String(lesson.positive),
      String(lesson.negative),
      lesson.averageImprovement === null ? "–" : signed(lesson.averageImprovement),
    ]),
  );
}

function groupOf({ outcome, validation }: Pattern): "helped" | LessonGroup {
  if (outcome !== "rejected") return outcome;
  if (validation === null) return "refused";
  if (validation === "HARMFUL") return "harmful";
  return validation === "NO_CHANGE" ? "no_change" : "unsettled";
}

/** Largest gain first, categories and fixes alike. */
function byCategory(helped: readonly Pattern[], locale: Locale): string {
  const texts = textsIn(locale);
  const gain = (patterns: readonly Pattern[]): number => patterns.reduce((sum, { effect }) => sum + (effect ?? 0), 0);
  return [...Map.groupBy(helped, (pattern) => pattern.failureCategory ?? "")]
    .toSorted(([, one], [, other]) => gain(other) - gain(one))
    .map(([category, patterns]) =>
      [
        `### ${texts.categories[category] ?? (category === "" ? texts.none : plain(category))}`,
        texts.helpedTogether(patterns.length, signed(gain(patterns))),
        merged(
          patterns.toSorted((one, other) => (other.effect ?? 0) - (one.effect ?? 0)),
          ({ effect, characters }) => worth(effect, characters, locale),
          locale,
        ),
      ].join("\n\n"),
    )
    .join("\n\n");
}

/** What a fix gained, and what it costs in characters of the space. */
function worth(effect: number | null, characters: number | null, locale: Locale): string | null {
  const texts = textsIn(locale);
  const facts = [
    ...(effect === null ? [] : [texts.helped(signed(effect))]),
    ...(characters === null ? [] : [texts.costs(addedCharactersInWords(characters, locale))]),
  ];
  return facts.length === 0 ? null : facts.join(", ");
}

/** Fixes under the reason they share, so that each reason is read once. */
function reasons(patterns: readonly Pattern[], locale: Locale): string {
  return [...Map.groupBy(patterns, ({ why }) => why?.[locale] ?? "")]
    .map(([why, own]) => {
      const list = merged(own, () => null, locale);
      return why === "" ? list : `- ${plain(why)}\n${list.replaceAll(/^/gmu, "  ")}`;
    })
    .join("\n");
}

/** One line a fix; sentences that read the same are one line with their number. */
function merged(patterns: readonly Pattern[], fact: (pattern: Pattern) => string | null, locale: Locale): string {
  const { times } = textsIn(locale);
  return [
    ...Map.groupBy(patterns, (pattern) =>
      JSON.stringify([pattern.type, pattern.words[locale], fact(pattern)]),
    ).values(),
  ]
    .flatMap((same) => {
      const [first] = same;
      if (first === undefined) return [];
      const facts = [
        first.type === unreadable ? null : code(first.type),
        fact(first),
        same.length === 1 ? null : times(same.length),
      ].filter((part) => part !== null);
      return [
        `- ${plain(fixWords(first.type, first.words, locale))}${facts.length === 0 ? "" : ` (${facts.join(", ")})`}`,
      ];
    })
    .join("\n");
}
