import { describe, expect, it } from "vitest";
import { markdownTable, plain } from "../lib/report/markdown.ts";
import { terminalMarkdown } from "./terminal-markdown.ts";

const shown = (markdown: string): string => terminalMarkdown(markdown, false);

describe("tables", () => {
  it("stand in columns, Hangul and other wide characters counted twice", () => {
    const table = markdownTable(
      ["이름", "n"],
      [
        ["매출", "1"],
        ["abc", "2"],
        ["Ｆｕｌｌ", "3"],
        ["東京 🙂", "4"],
      ],
    );
    expect(shown(table)).toBe(
      ["  이름      n", "  매출      1", "  abc       2", "  Ｆｕｌｌ  3", "  東京 🙂   4"].join("\n"),
    );
  });

  it("count decomposed Hangul and accents as they are drawn", () => {
    const table = markdownTable(
      ["a", "b"],
      [
        ["매출".normalize("NFD"), "x"],
        ["매출", "x"],
        ["é".normalize("NFD"), "x"],
      ],
    );
    expect(
      shown(table)
        .split("\n")
        .map((line) => line.normalize("NFC")),
    ).toEqual(["  a     b", "  매출  x", "  매출  x", "  é     x"]);
  });

  it("cut a wide cell and say so", () => {
    const [, row = ""] = shown(markdownTable(["a", "b"], [["가".repeat(40), "x"]])).split("\n");
    expect(row).toBe(`  ${"가".repeat(29)}…  x`);
    const [, fits = ""] = shown(markdownTable(["a"], [["x".repeat(60)]])).split("\n");
    expect(fits).toBe(`  ${"x".repeat(60)}`);
  });

  it.each([
    "a | b",
    "a || b",
    "|",
    "\\|",
    "`a|b`",
    "**a** | b",
    "&lt;b&gt; <b>",
    "-5",
    "1.",
    "* x *",
    "a\\b",
    "_x_",
    "C:\\new | x",
  ])("give back %j as it was before it became Markdown", (text) => {
    const [, row = ""] = shown(markdownTable(["a", "b"], [[plain(text), "end"]])).split("\n");
    expect(row.trim()).toMatch(/ {2}end$/u);
    expect(row.trim().replace(/ +end$/u, "")).toBe(text);
  });

  it("keep empty cells", () => {
    expect(
      shown(
        markdownTable(
          ["a", "b", "c"],
          [
            ["", "", "x"],
            ["1", "", ""],
          ],
        ),
      ),
    ).toBe("  a  b  c\n        x\n  1");
  });

  it("stand between other lines", () => {
    expect(shown(`one\n\n${markdownTable(["a"], [["b"]])}\n\ntwo`)).toBe("one\n\n  a\n  b\n\ntwo");
  });
});

it.each([
  ["# Heading `x`", "Heading x"],
  ["> a notice", "a notice"],
  ["- a **bold** word", "- a bold word"],
  ["run `npx genie-enhancer run --local`", "run npx genie-enhancer run --local"],
  [`- ${plain("`a` **b** \\* &lt; C:\\x")}`, "- `a` **b** \\* &lt; C:\\x"],
  ["out/x/report.ko.html", "out/x/report.ko.html"],
])("shows %j as %j", (markdown, text) => {
  expect(shown(markdown)).toBe(text);
});

it("makes headings bold on a terminal only", () => {
  expect(terminalMarkdown("## x", true)).toContain("\u001b[1m");
  expect(terminalMarkdown("## x", false)).toBe("x");
});

it("lets no control sequence of a cell through to the terminal", () => {
  expect(terminalMarkdown(`- ${plain("\u001b[31mred\u0007")}`, true)).toBe("- [31mred");
});
