import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { said } from "./in-process.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "exam-lint-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function examOf(...questions: readonly (readonly [question: string, sql: string])[]): Promise<string> {
  const path = join(folder, "exam.json");
  const entries = questions.map(([question, expected_sql], index) => ({
    id: `q${String(index)}`,
    question,
    expected_sql,
  }));
  await writeFile(path, JSON.stringify(entries));
  return path;
}

it("without a workspace looks at the text alone, and ends with 2 where it finds something", async () => {
  const path = await examOf(
    ["How many orders are there?", "SELECT COUNT(*) FROM a.b.orders WHERE day > CURRENT_DATE"],
    ["Please tell me how many orders are there", "DROP TABLE a.b.orders"],
  );
  const { code, stdout, stderr } = await said(["exam", "lint", path, "--json"]);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject([
    { code: "relative_date", question: "q0", severity: "warns" },
    { code: "not_read_only", question: "q1", severity: "blocks" },
    { code: "near_duplicate", question: "q1" },
  ]);
  expect(stderr).toMatch(/text alone/u);
  const korean = await said(["exam", "lint", path, "--locale", "ko", "--as-of", "2024-05-31"]);
  expect(korean.stdout).toMatch(/판정 불가/u);
  expect(korean.stdout).not.toMatch(/CURRENT_DATE/u);
});

it("ends with 0 where it finds nothing, and with 1 where the exam cannot be read", async () => {
  const path = await examOf(["How many orders are there?", "SELECT COUNT(*) FROM a.b.orders"]);
  expect(await said(["exam", "lint", path, "--json"])).toMatchObject({ code: 0, stdout: "[]\n" });
  expect((await said(["exam", "lint", join(folder, "none.json")])).code).toBe(1);
});
