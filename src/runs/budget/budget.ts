import { type Allowance, createAllowance, type EachQuestion } from "../../lib/forecast/allowance.ts";
import { minutesFor } from "../../lib/forecast/forecast.ts";
import { type Amounts, type Exceeded, type LimitName, limitUses, reached, tooLow } from "../../lib/forecast/limits.ts";
import { moneyOf } from "../../lib/forecast/prices.ts";
import type { RunContext } from "../run-context.ts";
import { isLimited, limitsOf, pricesOf } from "./prices-of.ts";
import { spentSoFar } from "./spent.ts";

/** What a run may still use, counted over the whole run: its rows, and what this process used since the stage began. */
export type Budget = {
  readonly isLimited: boolean;
  /** Grants for the questions of one evaluation. */
  readonly allowance: () => Allowance;
  /** What a question is taken to cost. */
  readonly each: () => EachQuestion;
  readonly spent: () => Amounts;
  /** The limit that is used up, of those named or of all, or null. */
  readonly reached: (names?: readonly LimitName[]) => Exceeded | null;
  /** The limit under which so many more questions do not fit, or null. */
  readonly lacksRoomFor: (questions: number) => Exceeded | null;
  /** Warns once when four fifths of a limit are used. */
  readonly warn: () => void;
};

const warnAt = 0.8;
/** What an answer's SQL is taken to run before any ran. */
const statementSeconds = 2;

/** Opens the budget of a run as a stage begins. Where no limit is set nothing is read. */
export async function openBudget(
  context: Pick<RunContext, "settings" | "state" | "clock" | "workspace" | "report">,
  runId: string,
): Promise<Budget> {
  const { settings, workspace, clock } = context;
  const limits = limitsOf(settings);
  const prices = pricesOf(settings);
  const began = { usage: workspace.usage(), at: clock.monotonic() };
  const before = isLimited(limits) ? await spentSoFar(context, runId, limits, prices) : nothing;
  const used = (): {
    questions: number;
    warehouseSeconds: number;
    promptTokens: number;
    completionTokens: number;
  } => {
    const now = workspace.usage();
    return {
      questions: now.questions - began.usage.questions,
      warehouseSeconds: now.warehouseSeconds - began.usage.warehouseSeconds,
      promptTokens: now.promptTokens - began.usage.promptTokens,
      completionTokens: now.completionTokens - began.usage.completionTokens,
    };
  };
  const spent = (): Amounts => {
    const own = used();
    const money = moneyOf(own, prices);
    return {
      questions: before.questions + own.questions,
      minutes: before.minutes + (clock.monotonic() - began.at) / 60_000,
      tokens: before.tokens + own.promptTokens + own.completionTokens,
      money: money === null ? null : (before.money ?? 0) + money,
    };
  };
  const each = (): EachQuestion => {
    const { questions, warehouseSeconds } = used();
    const seconds = questions === 0 ? statementSeconds : warehouseSeconds / questions;
    return {
      money: moneyOf({ questions: 1, warehouseSeconds: seconds, promptTokens: 0, completionTokens: 0 }, prices),
    };
  };
  const warned = new Set(
    limitUses(limits, before)
      .filter(isNear)
      .map(({ limit }) => limit),
  );
  return {
    isLimited: isLimited(limits),
    allowance: () => createAllowance(limits, () => ({ amounts: spent(), asked: used().questions })),
    each,
    spent,
    reached: (names) => reached(limits, spent(), names),
    lacksRoomFor: (questions) => {
      if (questions === 0) return null;
      const now = spent();
      const money = each().money;
      const perMinute = workspace.questionRate();
      const concurrent = settings.batch ? settings.genie_concurrent : 1;
      return tooLow(limits, {
        questions: now.questions + questions,
        minutes: now.minutes + minutesFor({ perMinute, concurrent }, questions, 0),
        tokens: 0,
        money: now.money === null ? null : now.money + questions * (money ?? 0),
      });
    },
    warn: () => {
      for (const { limit, used: amount, allowed } of limitUses(limits, spent())) {
        if (warned.has(limit) || !isNear({ used: amount, allowed })) continue;
        warned.add(limit);
        context.report({ kind: "limit_near", limit, used: amount, allowed });
      }
    },
  };
}

const nothing: Amounts = { questions: 0, minutes: 0, tokens: 0, money: 0 };

function isNear({ used, allowed }: { readonly used: number; readonly allowed: number }): boolean {
  return used >= allowed * warnAt;
}
