import { describe, expect, it } from "vitest";
import { runFiles } from "./files.ts";
import { reportHtml } from "./html.ts";
import { lessonsMarkdown } from "./lessons.ts";
import { decisionMarkdown } from "./decision.ts";
import { reportMarkdown } from "./report.ts";
import type { RunReport } from "./run-report.ts";
import { sampleChange, sampleLesson, samplePattern, sampleQuestion, sampleReport } from "./testing/sample-report.ts";
import { tagsOf, unclosed } from "./testing/tags.ts";

const attacks = [
  "<script>alert(1)</script>",
  "</table></main><img src=x onerror=alert(1)>",
  "</title></style><svg onload=alert(1)>",
  "[x](javascript:alert(1)) ![x](//x/y.png) https://example.com",
  "a | b | c\n| --- | --- |\n| 1 | 2 |",
  "`\n```mermaid\ngraph TD\n```\n`",
  '" onfocus="alert(1)" autofocus="',
  "<h2>Score by loop</h2> $& $1",
  "<!--",
];

/** Everything that comes from questions, models, people or tables, replaced by one text. */
function filledWith(text: string): RunReport {
  const both = { en: text, ko: text };
  return sampleReport({
    runId: text,
    status: text,
    outcome: text,
    stopReason: text,
    problem: text,
    workspace: text,
    space: { id: text, title: text },
    exam: { digest: text, source: text, n: 5, visible: 4, heldOut: 1, timeZone: text },
    changes: [
      sampleChange({
        words: both,
        changeType: text,
        targets: [text],
        reason: { kind: "guard_lost", questions: [text] },
      }),
      sampleChange({ words: both, changeType: text, targets: [text], status: "BLOCKED", blockedBecause: both }),
    ],
    questions: [sampleQuestion({ id: text, question: text, failureCategory: text, failureReason: text })],
    lessons: [
      sampleLesson({
        changeType: text,
        patterns: [
          samplePattern({ words: both, failureCategory: text }),
          samplePattern({ words: both, outcome: "blocked", why: both }),
        ],
      }),
    ],
    promotion: {
      verdict: "REJECT",
      rules: [{ rule: "no_question_lost", verdict: "FAIL", required: text, observed: text, questions: [text] }],
    },
  });
}

const files = { report: reportMarkdown, lessons: lessonsMarkdown, decision: decisionMarkdown };

/** Tables are as wide as their heads in every row. */
function brokenRows(markdown: string): string[] {
  let cells: number | null = null;
  return markdown.split("\n").filter((line) => {
    if (!line.startsWith("| ")) {
      cells = null;
      return false;
    }
    const own = line.split(/(?<!\\)\|/u).length;
    cells ??= own;
    return own !== cells;
  });
}

describe.each(["en", "ko"] as const)("in %s", (locale) => {
  it.each(attacks)("text from outside never becomes markup: %j", (attack) => {
    const html = reportHtml(filledWith(attack), locale);
    const ours = new Set(tagsOf(reportHtml(filledWith("word"), locale)).map((tag) => tag.replaceAll("word", "")));
    const named = (tag: string): string => (tag.startsWith('<div class="scroll"') ? "<div>" : tag);
    const known = new Set([...ours].map(named));
    expect(
      tagsOf(html)
        .map(named)
        .filter((tag) => !known.has(tag)),
    ).toEqual([]);
    expect(unclosed(html.replace("<!doctype html>", "").replaceAll(/<(?:meta)[^>]*>/gu, ""))).toEqual([]);
  });

  it.each(attacks)("no table is broken by %j", (attack) => {
    for (const render of Object.values(files)) expect(brokenRows(render(filledWith(attack), locale))).toEqual([]);
  });

  it("names its language, and every scrolling region by its heading", () => {
    const html = reportHtml(sampleReport(), locale);
    expect(html).toContain(`<html lang="${locale}">`);
    const regions = tagsOf(html).filter((tag) => tag.startsWith('<div class="scroll"'));
    expect(regions.length).toBe((html.match(/<table>/gu) ?? []).length + 1);
    expect(regions.filter((tag) => !/tabindex="0" role="region" aria-label="[^"]+"/u.test(tag))).toEqual([]);
  });

  it("fetches nothing and runs nothing", () => {
    expect(reportHtml(sampleReport(), locale)).not.toMatch(
      /<(?:script|link|img|iframe)|\bsrc=|\bhref=|url\(|@import| on\w+=/u,
    );
  });

  it("folds only the questions that were right all along", () => {
    const groups = tagsOf(reportHtml(sampleReport(), locale)).filter((tag) => tag.startsWith("<details"));
    expect(groups).toEqual(["<details open>", "<details open>", "<details open>", "<details>"]);
  });
});

it("writes every file of a run, data in both languages", () => {
  const names = [...runFiles(sampleReport(), "out/x").keys()];
  expect(names).toEqual([
    "summary.json",
    "lessons.md",
    "lessons.ko.md",
    "lessons.json",
    "decision.md",
    "decision.ko.md",
    "decision.json",
    "report.md",
    "report.ko.md",
    "report.html",
    "report.ko.html",
  ]);
});

/** WCAG 2.1 contrast of two colours as #rgb or #rrggbb. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string): number => {
    const digits = colour.slice(1);
    const hex = (digits.length === 3 ? digits.replaceAll(/./gu, "$&$&") : digits).match(/../gu) ?? [];
    const [red = 0, green = 0, blue = 0] = hex.map((part) => {
      const share = Number.parseInt(part, 16) / 255;
      return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

it("has text that stands out from every ground it is on", () => {
  const html = reportHtml(sampleReport(), "en");
  const grounds = [...html.matchAll(/background: (#[0-9a-f]+)/gu)].map(([, colour = ""]) => colour);
  const ink = /color: (#[0-9a-f]{6})/u.exec(html)?.[1] ?? "";
  const drawing = /<svg[^>]* fill="(#[0-9a-f]{6})"/u.exec(html)?.[1] ?? "";
  expect(grounds.length).toBeGreaterThan(3);
  expect(Math.min(...grounds.map((ground) => contrast(ink, ground)))).toBeGreaterThan(4.5);
  expect(contrast(drawing, "#ffffff")).toBeGreaterThan(4.5);
});
