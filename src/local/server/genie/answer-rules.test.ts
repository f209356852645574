import { describe, expect, it } from "vitest";
import { answerRuleRequest, answerRules } from "./answer-rules.ts";

describe("answer rules", () => {
  it("are for the space and the questions they name, from the nth on, so many times", () => {
    const rules = answerRules();
    rules.add(answerRuleRequest.parse({ kind: "stuck", space_id: "s", question: "tall", nth: 2, times: 1 }));
    const asked = [
      ["s", "how tall"],
      ["other", "how tall"],
      ["s", "how many"],
      ["s", "as tall"],
      ["s", "tall"],
    ] as const;
    expect(asked.map(([space, question]) => rules.take(space, question)?.kind ?? null)).toEqual([
      null,
      null,
      null,
      "stuck",
      null,
    ]);
  });

  it("can be taken away", () => {
    const rules = answerRules();
    rules.add(answerRuleRequest.parse({ kind: "cancelled", times: 9 }));
    rules.clear();
    expect(rules.take("s", "q")).toBeNull();
  });
});
