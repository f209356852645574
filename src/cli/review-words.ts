import { EnhancerError } from "../lib/core/errors.ts";
import type { PlanDecision, SingleWord } from "../runs/approval/plan-decision.ts";
import type { Arguments } from "./arguments.ts";
import { jsonOf } from "./review-edit.ts";
import { readText } from "./review-terminal.ts";

const decisions = ["APPROVE", "REJECT", "STOP"] as const;

/** What the flags of `review` decide; null where they decide nothing. @throws EnhancerError SETTINGS_INVALID */
export async function decisionInFlags({
  options,
}: Pick<Arguments, "options">): Promise<Pick<PlanDecision, "decision" | "fixes" | "singles"> | null> {
  const whole = wholeDecision(options);
  const fixes = listIn(options["fixes"]);
  const edits = listIn(options["edit-change"]);
  const files = listIn(options["fix"]);
  if (edits.length !== files.length) {
    throw wrong("--edit-change and --fix must name as many fixes as files", "Give `--edit-change 3 --fix fix.json`.");
  }
  if (fixes.length > 0 && whole === null) throw wrong("--fixes needs --decision", "Give --decision APPROVE or REJECT.");
  const comment = null;
  const singles: SingleWord[] = [
    ...listIn(options["approve-change"]).map((fix) => ({ decision: "APPROVE", fix, comment }) as const),
    ...listIn(options["reject-change"]).map((fix) => ({ decision: "REJECT", fix, comment }) as const),
  ];
  for (const [index, fix] of edits.entries()) {
    singles.push({ decision: "EDIT", fix, to: jsonOf(await readText(files[index] ?? "")), comment });
  }
  return whole === null && singles.length === 0 ? null : { decision: whole, fixes, singles };
}

function wholeDecision(options: Arguments["options"]): PlanDecision["decision"] {
  const given = [
    ...(options["decision"] === undefined ? [] : [decisionOf(String(options["decision"]))]),
    ...decisions.filter((name) => options[name.toLowerCase()] === true),
  ];
  const [first = null, second] = new Set(given);
  if (second === undefined) return first;
  throw wrong(`${String(first)} and ${second} cannot both be meant`, "Give one of --approve, --reject and --stop.");
}

function decisionOf(text: string): (typeof decisions)[number] {
  const decision = decisions.find((one) => one === text.toUpperCase());
  if (decision !== undefined) return decision;
  throw wrong(
    `--decision = ${JSON.stringify(text)}: there is no such decision`,
    `Give one of ${decisions.join(", ")}.`,
  );
}

function listIn(value: string | boolean | undefined): string[] {
  return typeof value === "string"
    ? value
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== "")
    : [];
}

function wrong(message: string, remedy: string): EnhancerError {
  return new EnhancerError({ code: "SETTINGS_INVALID", message, remedy });
}
