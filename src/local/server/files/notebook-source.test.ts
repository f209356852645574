import { describe, expect, it } from "vitest";
import { notebookIn, withHeader } from "./notebook-source.ts";

const told = (path: string, text: string): unknown => {
  const found = notebookIn(path, Buffer.from(text));
  return found === null ? null : [found.path, found.language, found.source.toString()];
};

describe("a file is a notebook", () => {
  it.each([
    ["/a/x.py", "# Databricks notebook source\nx = 1\n", ["/a/x", "PYTHON"]],
    ["/a/x.sql", "-- Databricks notebook source\r\nSELECT 1", ["/a/x", "SQL"]],
    ["/a/x.R", "# Databricks notebook source", ["/a/x", "R"]],
    ["/a/x.scala", "// Databricks notebook source\n", ["/a/x", "SCALA"]],
    ["/a/x.y.py", "# Databricks notebook source\n", ["/a/x.y", "PYTHON"]],
  ])("when %s begins with its language's header", (path, text, [bare, language]) => {
    expect(told(path, text)).toEqual([bare, language, text]);
  });

  it.each([
    ["/a/x.py", "x = 1\n# Databricks notebook source\n"],
    ["/a/x.py", "# Databricks notebook sources\n"],
    ["/a/x.sql", "# Databricks notebook source\n"],
    ["/a/x.mjs", "// Databricks notebook source\n"],
    ["/a/.py", "# Databricks notebook source\n"],
    ["/a/x.ipynb", "no JSON"],
    ["/a/x", "# Databricks notebook source\n"],
  ])("but not %s with %j", (path, text) => {
    expect(told(path, text)).toBeNull();
  });

  it("when it is a Jupyter notebook, whose cells become source", () => {
    const cells = [
      { cell_type: "markdown", source: ["# Title\n", "text"] },
      { cell_type: "code", source: "x = 1\nprint(x)" },
    ];
    expect(told("/a/x.ipynb", JSON.stringify({ cells, metadata: {}, nbformat: 4 }))).toEqual([
      "/a/x",
      "PYTHON",
      "# Databricks notebook source\n# MAGIC %md\n# MAGIC # Title\n# MAGIC text\n\n# COMMAND ----------\n\nx = 1\nprint(x)\n",
    ]);
  });

  it("keeps its header when it is imported as source without one", () => {
    const whole = "-- Databricks notebook source\nSELECT 1";
    expect(withHeader("SQL", Buffer.from("SELECT 1")).toString()).toBe(whole);
    expect(withHeader("SQL", Buffer.from(whole)).toString()).toBe(whole);
  });
});
