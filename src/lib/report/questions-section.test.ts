import { expect, it } from "vitest";
import { groupOf, questionsSection } from "./questions-section.ts";
import { sampleQuestion } from "./testing/sample-report.ts";

const asks = (correct: number, n = 3): { correct: number; n: number } => ({ correct, n });

it.each([
  [asks(3), asks(3), "right"],
  [asks(2), asks(2), "right"],
  [asks(3), asks(1), "lost"],
  [asks(1), asks(2), "gained"],
  [asks(0), asks(0), "wrong"],
  [asks(1, 2), asks(1, 2), "wrong"],
  [asks(3), null, "right"],
  [null, asks(0), "wrong"],
  [null, null, "unasked"],
])("puts %j → %j under %s", (initial, final, group) => {
  expect(groupOf({ initial, final })).toBe(group);
});

it("shows what was lost first and what stayed right last", () => {
  const questions = [
    sampleQuestion({ id: "steady", initial: asks(3), final: asks(3) }),
    sampleQuestion({ id: "gained", final: asks(3) }),
    sampleQuestion({ id: "lost", initial: asks(3) }),
    sampleQuestion({ id: "wrong" }),
  ];
  const order = [...questionsSection(questions, "en").matchAll(/^\| `(\w+)`/gmu)].map(([, id]) => id);
  expect(order).toEqual(["lost", "wrong", "gained", "steady"]);
});
