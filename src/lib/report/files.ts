import { decisionDocument, decisionMarkdown } from "./decision.ts";
import { disagreementsDocument, disagreementsMarkdown } from "./disagreements.ts";
import { fitnessDocument, fitnessMarkdown } from "./fitness-section.ts";
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
    ...fitnessFiles(report),
    ...platformFiles(report),
    ...planFiles(report),
  ]);
}

/** Only where the exam was looked at before its first question. */
function fitnessFiles(report: RunReport): (readonly [string, string])[] {
  const { fitness } = report;
  if (fitness === null) return [];
  return [
    ["fitness.md", fitnessMarkdown(report, fitness, "en")],
    ["fitness.ko.md", fitnessMarkdown(report, fitness, "ko")],
    ["fitness.json", `${JSON.stringify(fitnessDocument(fitness), null, 2)}\n`],
  ];
}

/** Only where two judged the same answers. */
function platformFiles(report: RunReport): (readonly [string, string])[] {
  const { platform } = report;
  if (platform?.kind !== "both") return [];
  return [
    ["disagreements.md", disagreementsMarkdown(report, platform, "en")],
    ["disagreements.ko.md", disagreementsMarkdown(report, platform, "ko")],
    ["disagreements.json", `${JSON.stringify(disagreementsDocument(report, platform), null, 2)}\n`],
  ];
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
