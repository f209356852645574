import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { jobSpecification } from "./job-specification.ts";
import { readBundle, root } from "./read-bundle.ts";

it("keeps the job that is made by hand the same as the bundle's: `npx vitest run test/bundle --update` writes it anew", async () => {
  // As the formatter leaves it: a list of one text on one line.
  const document = `${JSON.stringify(jobSpecification(readBundle()), null, 2).replace(/\[\s+("[^"]*")\s+\]/gu, "[$1]")}\n`;
  expect(document).not.toContain("${");
  await expect(document).toMatchFileSnapshot(`${root}bundle/enhance.job.json`);
});

it("names notebooks without a folder, and nothing of a deployment", () => {
  const job = JSON.parse(readFileSync(`${root}bundle/enhance.job.json`, "utf8")) as {
    readonly tasks: readonly { readonly notebook_task?: { readonly notebook_path: string } }[];
  };
  const notebooks = job.tasks.flatMap(({ notebook_task: one }) => (one === undefined ? [] : [one.notebook_path]));
  expect(notebooks).toEqual(["orchestrator", "score", "plan", "apply", "validate", "loop"]);
});
