import fc from "fast-check";
import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { bar, code, markdownTable, percent, plain, shortened, signed } from "./markdown.ts";
import { tagsOf } from "./testing/tags.ts";

const hostile = [
  "<script>alert(1)</script>",
  "</table><img src=x onerror=alert(1)>",
  "[click](javascript:alert(1))",
  "![x](http://example.com/x.png)",
  "[x]: javascript:alert(1)",
  "see https://example.com and www.example.com or ftp://example.com",
  "HTTP://EXAMPLE.COM WWW.EXAMPLE.COM",
  "mail me@example.com",
  "a | b || c",
  "`code` ``two`` \\` \\\\`",
  "**bold** __bold__ *x* _y_ ~~z~~",
  "line\n\n# heading\n\n---\n- item\n> quote",
  "```mermaid\ngraph TD\n```",
  "~~~\nfence",
  "# title",
  "- item",
  "+ item",
  "1. item",
  "2) item",
  "> quote",
  "---",
  "===",
  "- [ ] task",
  "&lt;b&gt; &amp; &#60;b&#62;",
  "<!-- comment -->",
  "\\<b>\\|",
  "a\u2028b\u202ec\u0000d\u001b[31m",
  "__init__ a__b a_b_c _lead trail_",
];

const renderings: readonly (readonly [name: string, wrap: (text: string) => string, tags: readonly string[]])[] = [
  ["a paragraph", (text) => `x ${text}`, ["<p>", "</p>"]],
  ["an item", (text) => `- ${text}`, ["<ul>", "<li>", "</li>", "</ul>"]],
  ["a heading", (text) => `## ${text}`, ["<h2>", "</h2>"]],
  [
    "a cell",
    (text) => markdownTable(["a", "b"], [[text, "x"]]),
    [
      "<table>",
      "<thead>",
      "<tr>",
      "<th>",
      "</th>",
      "<th>",
      "</th>",
      "</tr>",
      "</thead>",
      "<tbody>",
      "<tr>",
      "<td>",
      "</td>",
      "<td>",
      "</td>",
      "</tr>",
      "</tbody>",
      "</table>",
    ],
  ],
];

describe.each(renderings)("plain text in %s", (_name, wrap, tags) => {
  const rendered = (text: string): string => marked.parse(wrap(plain(text)), { async: false, gfm: true });

  it.each(hostile)("brings no markup: %j", (text) => {
    expect(tagsOf(rendered(text))).toEqual(tags);
  });

  it("brings no markup whatever the text is", () => {
    const marks = fc.constantFrom(..."`*_[]()<>|\\#~-+=!&:/.@ \n\tab1가".split(""), "http", "www", "&lt;", "```");
    fc.assert(
      fc.property(
        fc.array(fc.oneof(marks, fc.string({ unit: "binary", maxLength: 3 })), { maxLength: 24 }),
        (parts) => {
          expect(tagsOf(rendered(parts.join("")))).toEqual(tags);
        },
      ),
      { numRuns: 400 },
    );
  });
});

it.each([
  ["sales.total_price > 3", "sales.total_price > 3"],
  ["-5", "\\-5"],
  ["93.3%", "93.3%"],
  ["  two\n lines ", "two lines"],
  ["Café 매출", "Café 매출"],
])("keeps %j readable in the file", (text, markdown) => {
  expect(plain(text)).toBe(markdown);
});

it.each(hostile)("shows a reader what was written: %j", (text) => {
  const [, shown = ""] = /^<p>x ?(.*)<\/p>$/u.exec(marked.parse(`x ${plain(text)}`, { async: false }).trim()) ?? [];
  const decoded = shown
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
  const visible = text
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/[\p{Cc}\u202e]/gu, "")
    .trim();
  expect(decoded).toBe(visible);
});

it.each([
  ["add_synonym", "`add_synonym`"],
  ["문항-1", "`문항-1`"],
  ["a`b", "a\\`b"],
  ["a|b", "a\\|b"],
])("writes the name %j as %s", (name, markdown) => {
  expect(code(name)).toBe(markdown);
});

it("cuts at characters, not inside one", () => {
  expect(shortened("가나다라마", 5)).toBe("가나다라마");
  expect(shortened("가나 라마", 4)).toBe("가나…");
  expect(shortened("👩👩👩", 2)).toBe("👩…");
});

it.each([
  [0, "0.0"],
  [0.04, "0.0"],
  [-0.04, "0.0"],
  [1, "+1.0"],
  [-0.25, "−0.3"],
])("signs %d as %s", (value, text) => {
  expect(signed(value)).toBe(text);
});

it("writes shares", () => {
  expect([0, 0.3214, 1].map(percent)).toEqual(["0.0%", "32.1%", "100.0%"]);
  expect([-1, 0.04, 0.26, 1, 2].map(bar)).toEqual([
    "░░░░░░░░░░",
    "░░░░░░░░░░",
    "███░░░░░░░",
    "██████████",
    "██████████",
  ]);
});
