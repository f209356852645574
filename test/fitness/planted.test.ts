import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manualClock } from "../../src/lib/core/clock.ts";
import { readFile } from "node:fs/promises";
import { checkFitness } from "../../src/lib/exam/fitness/check-fitness.ts";
import { loadQuestions } from "../../src/lib/exam/load-exam.ts";
import { openPlantedGround, plainOptions, type PlantedGround, questionOf, same } from "./planted-exam.ts";
import { everyCode, measurePlanted, plantedElsewhere } from "./measure-planted.ts";

let ground: PlantedGround;
beforeAll(async () => {
  ground = await openPlantedGround();
});
afterAll(() => ground[Symbol.asyncDispose]());

describe("the fitness check", () => {
  it("finds what is planted of every kind, and nothing in a sound exam", async () => {
    const { recalls, alarms } = await measurePlanted(ground, 2);
    expect(recalls.flatMap(({ code, missed }) => missed.map((one) => `${code}: ${one}`))).toEqual([]);
    expect(alarms).toEqual([]);
    const planted = new Set([...recalls.map(({ code }) => code), ...plantedElsewhere]);
    expect(everyCode.filter((code) => !planted.has(code))).toEqual([]);
  });

  it("finds nothing in the demo's own exam", async () => {
    const name = "bakehouse.json";
    const text = await readFile(new URL(`../../benchmarks/${name}`, import.meta.url), "utf8");
    const found = await ground.check(loadQuestions({ kind: "text", name, text }));
    expect(found.findings).toEqual([]);
    expect(found).toMatchObject({ checked: 38, unchecked: [] });
  });

  it("tells a table that may not be read, a slow statement and one that was stopped", async () => {
    const clock = manualClock();
    const seconds = new Map([
      ["SELECT 11 AS n", 1],
      ["SELECT 12 AS n", 49],
      ["SELECT 13 AS n", 51],
      ["SELECT 14 AS n", 300],
    ]);
    const run = async (sql: string) => {
      if (sql.includes("secret")) {
        const message = "[INSUFFICIENT_PERMISSIONS] User does not have SELECT on Table 'a.b.secret'. SQLSTATE: 42501";
        return { kind: "failed", statementId: "", errorCode: "BAD_REQUEST", message } as const;
      }
      clock.advance((seconds.get(sql) ?? 0) * 1000);
      if (sql.includes("14")) return { kind: "cancelled", statementId: "", by: "us" } as const;
      return ground.run(sql);
    };
    const questions = [
      "SELECT 11 AS n",
      "SELECT 12 AS n",
      "SELECT 13 AS n",
      "SELECT 14 AS n",
      "SELECT n FROM a.b.secret",
    ];
    const found = await checkFitness(
      questions.map((sql, index) => questionOf(`q${String(index)}`, sql)),
      { run, same },
      { ...plainOptions, clock, concurrent: 1, budgetMs: 3_600_000 },
    );
    expect(found.findings.map(({ code, question }) => [question, code])).toEqual([
      ["q2", "slow"],
      ["q3", "timeout"],
      ["q4", "permission"],
    ]);
  });

  it("stops at its time, and names what it did not look at", async () => {
    const clock = manualClock();
    const run: PlantedGround["run"] = (sql) => {
      clock.advance(1000);
      return ground.run(sql);
    };
    const questions = [1, 2, 3, 4].map((number) =>
      questionOf(`q${String(number)}`, `SELECT ${String(number + 1)} AS n`),
    );
    const options = { ...plainOptions, clock, concurrent: 1, budgetMs: 1500 };
    const found = await checkFitness(questions, { run, same }, options);
    expect(found).toMatchObject({ checked: 2, unchecked: ["q3", "q4"], statements: 2, findings: [] });
  });

  it("leaves an empty result alone where the exam declares it right, and a pinned day where it is pinned", async () => {
    const sql = "SELECT 1 AS n WHERE CURRENT_DATE < DATE'2000-01-01'";
    const question = { ...questionOf("q", sql), policy: { empty_ok: true } };
    expect((await ground.check([question], { asOf: "2024-05-31" })).findings).toEqual([]);
  });
});
