import { decisionDocument, decisionMarkdown } from "./decision.ts";
import { planHtml, reportHtml } from "./html.ts";
import { lessonsDocument, lessonsMarkdown } from "./lessons.ts";
import { planMarkdown } from "./plan.ts";
import { reportMarkdown } from "./report.ts";
import type { RunReport } from "./run-report.ts";
import { summaryDocument } from "./summary.ts";

/** Every file of a run, by name. English has the plain names, Korean ends in `.ko`; the JSON files hold both. */
export function runFiles(report: RunReport, folder: string): ReadonlyMap<string, string> {
  const path = (name: string): string => `${folder}/${name}`;
  const files = { lessons: path("lessons.md"), decision: path("decision.md"), report: path("report.html") };
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  return new Map([
    ["summary.json", json(summaryDocument(report, files))],
    ["lessons.md", lessonsMarkdown(report, "en")],
    ["lessons.ko.md", lessonsMarkdown(report, "ko")],
    ["lessons.json", json(lessonsDocument(report))],
    ["decision.md", decisionMarkdown(report, "en")],
    ["decision.ko.md", decisionMarkdown(report, "ko")],
    ["decision.json", json(decisionDocument(report))],
    ["report.md", reportMarkdown(report, "en")],
    ["report.ko.md", reportMarkdown(report, "ko")],
    ["report.html", reportHtml(report, "en")],
    ["report.ko.html", reportHtml(report, "ko")],
    ...planFiles(report),
  ]);
}

/** Only while a plan waits for a person: what was decided on stays as it was read. */
function planFiles(report: RunReport): (readonly [string, string])[] {
  const { plan } = report;
  if (plan === null) return [];
  return [
    ["plan.md", planMarkdown(report, plan, "en")],
    ["plan.ko.md", planMarkdown(report, plan, "ko")],
    ["plan.html", planHtml(report, plan, "en")],
    ["plan.ko.html", planHtml(report, plan, "ko")],
  ];
}
