import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../src/lib/core/errors.ts";
import { policySchema } from "../../src/lib/exam/policy.ts";
import { settingNames } from "../../src/lib/settings/settings.ts";
import { stateTables } from "../../src/lib/state/migrations/001-tables.ts";
import type { AnyTable } from "../../src/lib/state/table.ts";
import { failureCategories } from "../../src/lib/scoring/verdict.ts";
import { arms } from "../../src/lib/state/words.ts";
import { chartViews } from "../../src/lib/state/views/chart-views.ts";
import { jobViews } from "../../src/lib/state/views/job-views.ts";
import { progressViews } from "../../src/lib/state/views/progress-views.ts";

const views = [...jobViews, ...progressViews, ...chartViews];

const pathOf = (page: string): string => fileURLToPath(new URL(`../../docs/${page}`, import.meta.url));
const read = (page: string): string => readFileSync(pathOf(page), "utf8");

const cell = (text: string): string => text.replaceAll("|", "\\|");

function tableSection(table: AnyTable): string {
  const rows = Object.entries(table.columns).map(([name, column]) => {
    const key = table.key.includes(name) ? " (key)" : "";
    return `| \`${name}\`${key} | ${column.sqlType} | ${column.required ? "" : "yes"} | ${cell(column.comment)} |`;
  });
  const place = table.role === "coordination" ? " It lies in `coordination_schema`." : "";
  return [
    `### ${table.name}`,
    "",
    `${table.comment}.${place}`,
    "",
    "| column | type | may be null | |",
    "|---|---|---|---|",
    ...rows,
  ].join("\n");
}

function generated(): string {
  const rows = views.map((view) => `| \`${view.name}\` | ${cell(view.comment)} |`);
  return [...stateTables.map(tableSection), ["## Views", "", "| view | |", "|---|---|", ...rows].join("\n")].join(
    "\n\n",
  );
}

it("docs/tables.md has every table, column, word and view as the code has them; `--update` writes it anew", async () => {
  const [before = "", rest = ""] = read("tables.md").split("<!-- from the code -->\n");
  const [, after = ""] = rest.split("<!-- end -->\n");
  await expect(`${before}<!-- from the code -->\n${generated()}\n<!-- end -->\n${after}`).toMatchFileSnapshot(
    pathOf("tables.md"),
  );
});

it("docs/tables.md explains every arm and names every failure category", () => {
  const page = read("tables.md");
  expect(arms.filter((arm) => !page.includes(`| \`${arm}\` |`))).toEqual([]);
  expect(failureCategories.filter((category) => !page.includes(`\`${category}\``))).toEqual([]);
});

const errorCodes: Readonly<Record<ErrorCode, true>> = {
  SETTINGS_INVALID: true,
  EXAM_INVALID: true,
  SPACE_INVALID: true,
  FIX_INVALID: true,
  NOT_FOUND: true,
  PERMISSION_DENIED: true,
  UNAUTHENTICATED: true,
  UNREACHABLE: true,
  CERTIFICATE_UNTRUSTED: true,
  THROTTLED: true,
  TIMEOUT: true,
  CONFLICT: true,
  LIMIT_EXCEEDED: true,
  BAD_REQUEST: true,
  BAD_RESPONSE: true,
  SERVER_ERROR: true,
  SQL_FAILED: true,
  LEASE_HELD: true,
  INTERRUPTED: true,
  INTERNAL: true,
};

it.each(["operations.md", "operations.ko.md"])("docs/%s says of every failure code what to do", (name) => {
  const page = read(name);
  expect(Object.keys(errorCodes).filter((code) => !page.includes(`| ${code} |`))).toEqual([]);
});

it("docs/exam.md has every member of a policy", () => {
  const page = read("exam.md");
  expect(Object.keys(policySchema.shape).filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
});

const pages = ["gate.md", "tables.md", "permissions.md", "operations.md", "operations.ko.md", "exam.md"];

describe.each(pages)("docs/%s", (name) => {
  it("points only to pages that are there", () => {
    const links = [...read(name).matchAll(/\]\((?<page>[^)#]+\.md)\)/gu)].map((link) => link.groups?.page ?? "");
    expect(links.filter((page) => !pages.includes(page))).toEqual([]);
  });

  it("names only settings that exist, where it names them with a value", () => {
    const named = [
      ...read(name).matchAll(/`(?<setting>[a-z][a-z_]+): (?:ask|auto|never|keep|batch|bisect|false|true)`/gu),
    ].map((match) => match.groups?.setting ?? "");
    const members: readonly string[] = [...settingNames, ...Object.keys(policySchema.shape), "must_pass"];
    expect(named.filter((setting) => !members.includes(setting))).toEqual([]);
  });
});
