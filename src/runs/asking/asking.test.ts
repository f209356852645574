import { describe, expect, it } from "vitest";
import { inZone, type WantedAsk } from "./asking.ts";

const ask = (policy: WantedAsk["question"]["policy"]): WantedAsk => ({
  question: {
    id: "q",
    question: "?",
    expectedSql: "SELECT 1",
    alternates: [],
    policy,
    mustPass: false,
    split: "visible",
  },
  spaceId: "s",
  spaceDigest: "d",
  arm: "baseline",
  attempt: 1,
});

describe("the zone in which a question's times are read", () => {
  it.each([
    ["UTC", {}, {}],
    ["Asia/Seoul", {}, { time_zone: "Asia/Seoul" }],
    ["Asia/Seoul", { time_zone: "Europe/Paris", ordered: true }, { time_zone: "Europe/Paris", ordered: true }],
  ])("is with setting %s and policy %j: %j", (zone, policy, expected) => {
    expect(inZone(ask(policy), zone).question.policy).toEqual(expected);
  });
});
