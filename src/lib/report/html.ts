import { marked } from "marked";
import type { Locale } from "./locale.ts";
import { planMarkdown } from "./plan.ts";
import type { PlanReport } from "./plan-report.ts";
import { groupHeading } from "./questions-section.ts";
import { reportMarkdown } from "./report.ts";
import type { RunReport } from "./run-report.ts";
import { scoreTrend } from "./score-trend.ts";
import { style } from "./style.ts";
import { planTexts } from "./texts/plan-texts.ts";
import { textsIn } from "./texts/texts-in.ts";
import { trendPoints } from "./trend-section.ts";

/** `report.html`: one self-contained page, no script, nothing fetched. Data in it was made plain text before it became Markdown. */
export function reportHtml(report: RunReport, locale: Locale): string {
  const texts = textsIn(locale);
  const body = marked.parse(reportMarkdown(report, locale), { async: false, gfm: true });
  const trend = scoreTrend(trendPoints(report, locale), report.targetScore, {
    title: texts.headings.trend,
    score: texts.labels.score,
    interval: texts.labels.interval,
    target: texts.labels.target,
    empty: texts.notMeasured,
  });
  const heading = `<h2>${texts.headings.trend}</h2>`;
  const drawn = body.replace(heading, () => `${heading}\n${region(texts.headings.trend, trend)}`);
  return page(texts.reportTitle(report.space.title), foldGroups(scrollTables(drawn), locale), locale);
}

/** `plan.html`: the plan that waits for a person, as a page of the same kind. */
export function planHtml(report: RunReport, plan: PlanReport, locale: Locale): string {
  const body = marked.parse(planMarkdown(report, plan, locale), { async: false, gfm: true });
  return page(planTexts[locale].title(report.space.title), scrollTables(body), locale);
}

function page(title: string, body: string, locale: Locale): string {
  return [
    "<!doctype html>",
    `<html lang="${locale}">`,
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<title>${escaped(title)}</title><style>${style}</style></head>`,
    `<body><main>${body}</main></body>`,
    "</html>\n",
  ].join("\n");
}

/** Each table in a region of its own that scrolls sideways, can be reached by keyboard, and is named by the heading before it. */
function scrollTables(html: string): string {
  let heading = "";
  return html.replaceAll(
    /<h[1-3]>(?<words>.*?)<\/h[1-3]>|<table>.*?<\/table>/gsu,
    (part: string, words: string | undefined) => {
      if (words === undefined) return region(heading, part);
      heading = words;
      return part;
    },
  );
}

/** @param label HTML text, as it stands in a heading */
function region(label: string, content: string): string {
  return `<div class="scroll" tabindex="0" role="region" aria-label="${label.replaceAll(/<[^>]*>/gu, "").replaceAll('"', "&quot;")}">${content}</div>`;
}

/** Question groups can be folded; those that need nobody's eyes begin folded. */
function foldGroups(html: string, locale: Locale): string {
  const right = groupHeading("right", 0, locale).replace(/ \(0\)$/u, "");
  return html.replaceAll(
    /<h3>(?<words>.*?)<\/h3>\s*(?<table><div class="scroll".*?<\/div>)/gsu,
    (_part: string, words: string, table: string) => {
      const open = words.startsWith(right) ? "" : " open";
      return `<details${open}><summary><h3>${words}</h3></summary>${table}</details>`;
    },
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
