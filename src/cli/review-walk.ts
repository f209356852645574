import { toEnhancerError } from "../lib/core/errors.ts";
import type { Locale } from "../lib/report/locale.ts";
import { fixSection } from "../lib/report/plan.ts";
import type { FixReport, PlanReport } from "../lib/report/plan-report.ts";
import type { EditPreview } from "../runs/approval/edit-plan.ts";
import type { SingleWord } from "../runs/approval/plan-decision.ts";
import { askFields, jsonOf } from "./review-edit.ts";
import { answers, reviewTexts } from "./review-texts.ts";

/** The terminal as the walk uses it. */
export type ReviewTerminal = {
  readonly locale: Locale;
  /** What the person typed; null when there is nobody any more. */
  readonly ask: (prompt: string) => Promise<string | null>;
  readonly say: (text: string) => void;
  /** Shows Markdown. */
  readonly show: (markdown: string) => void;
  readonly readFile: (path: string) => Promise<string>;
};

type Edit = Extract<SingleWord, { decision: "EDIT" }>;

/** Checks an edit beside the earlier ones of this walk; throws what is wrong with it. */
export type TryEdit = (edits: readonly Edit[]) => Promise<EditPreview>;

/** What a person said in the walk, once they confirmed it. */
export type Walked =
  | { readonly kind: "words"; readonly singles: readonly SingleWord[] }
  | { readonly kind: "stop" | "nothing" };

/** Shows each fix with why and what it changes, and takes a word on it; at the end it asks once whether to record them. */
export async function walkPlan(plan: PlanReport, terminal: ReviewTerminal, tryEdit: TryEdit): Promise<Walked> {
  const texts = reviewTexts[terminal.locale];
  const singles: SingleWord[] = [];
  let rest = false;
  for (const [index, fix] of plan.fixes.entries()) {
    if (rest) {
      singles.push(approval(fix));
      continue;
    }
    terminal.show(
      [`**${texts.place(index + 1, plan.fixes.length)}**`, ...fixSection(fix, terminal.locale)].join("\n\n"),
    );
    const word = await wordOn(fix, singles, terminal, tryEdit);
    if (word === "stop") return { kind: "stop" };
    if (word === "quit") break;
    if (word === "rest") {
      rest = true;
      singles.push(approval(fix));
    } else if (word !== "skip") singles.push(word);
  }
  if (singles.length === 0) return { kind: "nothing" };
  terminal.say(`\n${texts.summary(listsOf(plan, singles))}`);
  return texts.yes.test(((await terminal.ask(texts.record)) ?? "").trim())
    ? { kind: "words", singles }
    : { kind: "nothing" };
}

async function wordOn(
  fix: FixReport,
  before: readonly SingleWord[],
  terminal: ReviewTerminal,
  tryEdit: TryEdit,
): Promise<SingleWord | "skip" | "rest" | "quit" | "stop"> {
  const texts = reviewTexts[terminal.locale];
  for (;;) {
    const typed = (await terminal.ask(texts.choose))?.trim();
    if (typed === undefined) return "quit";
    const [word = "", ...more] = typed.split(/\s+/u);
    switch (meaningOf(word)) {
      case "approve":
        return approval(fix);
      case "reject": {
        const why = ((await terminal.ask(texts.why)) ?? "").trim();
        return { decision: "REJECT", fix: fix.changeId, comment: why === "" ? null : why };
      }
      case "edit": {
        const edit = await editOf(fix, more.join(" "), { before, terminal, tryEdit });
        if (edit !== null) return edit;
        break;
      }
      case "skip":
      case "rest":
      case "quit":
        return meaningOf(word) as "skip" | "rest" | "quit";
      case "stop":
        if (texts.yes.test(((await terminal.ask(texts.stop)) ?? "").trim())) return "stop";
        break;
      case "help":
        terminal.say(texts.help.join("\n"));
        break;
      case null:
        terminal.say([...(word === "" ? [] : [texts.unknown(word)]), ...texts.help].join("\n"));
    }
  }
}

type Editing = {
  readonly before: readonly SingleWord[];
  readonly terminal: ReviewTerminal;
  readonly tryEdit: TryEdit;
};

/** An edit that passed every check and that the person wants so; null when they leave the fix as it was. */
async function editOf(fix: FixReport, path: string, { before, terminal, tryEdit }: Editing): Promise<Edit | null> {
  const texts = reviewTexts[terminal.locale];
  const earlier = before.filter((one) => one.decision === "EDIT");
  let from = fix.fix;
  for (;;) {
    try {
      const to = path === "" ? await askFields(from, terminal) : jsonOf(await terminal.readFile(path));
      if (to === null) return null;
      if (path === "") from = to as FixReport["fix"];
      const edit: Edit = { decision: "EDIT", fix: fix.changeId, to, comment: null };
      const { words, diff, characters } = await tryEdit([...earlier, edit]);
      terminal.say(texts.becomes);
      terminal.show(fixSection({ ...fix, words, diff, characters }, terminal.locale).join("\n\n"));
      if (!texts.yes.test(((await terminal.ask(texts.keep)) ?? "").trim())) return null;
      const why = ((await terminal.ask(texts.why)) ?? "").trim();
      return { ...edit, comment: why === "" ? null : why };
    } catch (thrown) {
      const error = toEnhancerError(thrown);
      if (error.code !== "FIX_INVALID" && error.code !== "SETTINGS_INVALID") throw thrown;
      terminal.say(texts.refused(error.message));
      if (path !== "") return null;
    }
  }
}

function approval(fix: FixReport): SingleWord {
  return { decision: "APPROVE", fix: fix.changeId, comment: null };
}

function meaningOf(word: string): keyof typeof answers | null {
  const small = word.toLowerCase();
  const found = Object.entries(answers).find(([, words]) => (words as readonly string[]).includes(small));
  // The keys of `answers` itself.
  return (found?.[0] as keyof typeof answers | undefined) ?? null;
}

function listsOf(
  plan: PlanReport,
  singles: readonly SingleWord[],
): Record<"approve" | "reject" | "edit" | "skip", string> {
  const list = (decision: SingleWord["decision"] | null): string => {
    const own = plan.fixes.filter(
      (fix) => (singles.find((one) => one.fix === fix.changeId)?.decision ?? null) === decision,
    );
    return own.length === 0 ? "–" : own.map((fix) => String(fix.number)).join(", ");
  };
  return { approve: list("APPROVE"), reject: list("REJECT"), edit: list("EDIT"), skip: list(null) };
}
