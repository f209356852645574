import { z } from "zod";

/** How an answer is made to end, on somebody's request. */
const answerRule = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("failed"), error: z.string().optional(), type: z.string().optional() }),
  z.object({ kind: z.literal("cancelled") }),
  /** A status that is not in the published list, for so many polls, then the answer as it would have been. */
  z.object({
    kind: z.literal("unknown_status"),
    status: z.string().default("IN_PROGRESS"),
    polls: z.number().default(1),
  }),
  z.object({ kind: z.literal("text"), content: z.string().optional() }),
  z.object({ kind: z.literal("follow_up"), content: z.string().optional() }),
  /** The answer is complete, and its rows are gone. */
  z.object({ kind: z.literal("expired") }),
  /** Never ends. */
  z.object({ kind: z.literal("stuck") }),
]);

export type AnswerRule = z.output<typeof answerRule>;

/** Which askings a rule is for: of a space, whose question contains a text, from the nth that fits on, so many times. */
export const answerRuleRequest = z.intersection(
  z.object({
    space_id: z.string().optional(),
    question: z.string().optional(),
    nth: z.number().int().min(1).default(1),
    times: z.number().int().min(1).default(1),
  }),
  answerRule,
);

export type AnswerRules = {
  add(request: z.output<typeof answerRuleRequest>): void;
  clear(): void;
  /** The rule for this asking, used up by taking it; null for an ordinary answer. */
  take(spaceId: string, question: string): AnswerRule | null;
};

export function answerRules(): AnswerRules {
  let waiting: { request: z.output<typeof answerRuleRequest>; seen: number }[] = [];
  return {
    add: (request) => {
      waiting.push({ request, seen: 0 });
    },
    clear: () => {
      waiting = [];
    },
    take: (spaceId, question) => {
      let taken: AnswerRule | null = null;
      for (const rule of waiting) {
        const { request } = rule;
        if (request.space_id !== undefined && request.space_id !== spaceId) continue;
        if (request.question !== undefined && !question.includes(request.question)) continue;
        rule.seen += 1;
        if (taken === null && rule.seen >= request.nth) taken = request;
      }
      waiting = waiting.filter(({ request, seen }) => seen < request.nth + request.times - 1);
      return taken;
    },
  };
}
