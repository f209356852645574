import { describe, expect, it } from "vitest";
import { idOf, sampleSpace } from "../../../test/space/sample-space.ts";
import { canonicalText } from "./canonical.ts";
import type { SpaceDocument } from "./document.ts";
import { textOf } from "./lines.ts";
import { mergeLines } from "./merge-lines.ts";
import { type MergeResult, mergeSpaces } from "./merge.ts";
import { invertFix, patchSpace } from "./patch.ts";

function edited(edit: (document: SpaceDocument) => void): SpaceDocument {
  const document = sampleSpace();
  edit(document);
  return document;
}
const instruction = (document: SpaceDocument, content: string): void => {
  document.instructions = { ...document.instructions, text_instructions: [{ id: idOf("b1"), content: [content] }] };
};

describe("mergeSpaces", () => {
  it("joins edits of different things, and of different synonyms of one column", () => {
    const ours = edited((document) =>
      document.data_sources.tables?.[1]?.column_configs?.[0]?.synonyms?.push("turnover"),
    );
    const theirs = edited((document) => {
      const column = document.data_sources.tables?.[1]?.column_configs?.[0];
      if (column !== undefined) column.synonyms = ["sales"];
      document.config = {};
    });
    const result = mergeSpaces(sampleSpace(), ours, theirs);
    const column = result.kind === "merged" ? result.document.data_sources.tables?.[1]?.column_configs?.[1] : null;
    expect(column?.synonyms).toEqual(["sales", "turnover"]);
    expect(result.kind === "merged" && "config" in result.document).toBe(false);
  });

  it("joins edits of different lines of the instruction, and refuses two of the same line", () => {
    const base = edited((document) => instruction(document, "a\nb\nc"));
    const ours = edited((document) => instruction(document, "a\nb\nC\nours"));
    const apart = mergeSpaces(
      base,
      ours,
      edited((document) => instruction(document, "A\nb\nc")),
    );
    const text = apart.kind === "merged" ? textOf(apart.document.instructions?.text_instructions?.[0]?.content) : "";
    expect(text).toBe("A\nb\nC\nours");
    expect(
      mergeSpaces(
        base,
        ours,
        edited((document) => instruction(document, "a\nb\nc!")),
      ),
    ).toMatchObject({
      kind: "conflict",
      conflicts: [{ path: `instructions.text_instructions[${idOf("b1")}].content` }],
    });
  });

  it("calls it a conflict when one side removed what the other changed", () => {
    const ours = edited((document) => {
      const [join] = document.instructions?.join_specs ?? [];
      if (join !== undefined) join.instruction = ["Never."];
    });
    const theirs = edited((document) => delete document.instructions?.join_specs);
    expect(mergeSpaces(sampleSpace(), ours, theirs)).toMatchObject({
      kind: "conflict",
      conflicts: [{ path: `instructions.join_specs[${idOf("d1")}]`, theirs: null }],
    });
  });

  it("takes a column for there whoever spoke of it first: only what is said of it can clash", () => {
    const column = (members: object | null) =>
      edited((document) => {
        const table = document.data_sources.tables?.[2];
        if (table !== undefined && members !== null) table.column_configs = [{ column_name: "day", ...members }];
      });
    const said = (result: MergeResult) =>
      result.kind === "merged" ? (result.document.data_sources.tables?.[2]?.column_configs ?? null) : result.kind;
    const [none, ours] = [column(null), column({ synonyms: ["date"] })];
    const both = column({ synonyms: ["date"], description: ["Day of sale."] });
    // The synonym is taken back; what a person wrote of the column since stays.
    expect(said(mergeSpaces(ours, none, both))).toEqual([{ column_name: "day", description: ["Day of sale."] }]);
    expect(said(mergeSpaces(ours, none, ours))).toBeNull();
    expect(said(mergeSpaces(both, none, column({ synonyms: ["date"], description: ["Other."] })))).toBe("conflict");
    expect(said(mergeSpaces(none, ours, column({ description: ["Day."] })))).toEqual([
      { column_name: "day", description: ["Day."], synonyms: ["date"] },
    ]);
  });

  it("calls it a conflict when the sides together break a rule that neither broke", () => {
    const base = edited((document) => delete document.instructions?.text_instructions);
    const withText = (id: string) =>
      edited((document) => {
        document.instructions = { ...document.instructions, text_instructions: [{ id: idOf(id), content: [id] }] };
      });
    expect(mergeSpaces(base, withText("b1"), withText("b2"))).toMatchObject({
      kind: "conflict",
      conflicts: [{ path: "instructions.text_instructions" }],
    });
    const join = { left_gone: "c.s.customers" };
    const theirs = edited((document) => {
      document.data_sources.tables =
        document.data_sources.tables?.filter((table) => table.identifier !== join.left_gone) ?? [];
    });
    const baseWithoutJoin = edited((document) => delete document.instructions?.join_specs);
    delete theirs.instructions?.join_specs;
    expect(mergeSpaces(baseWithoutJoin, sampleSpace(), theirs)).toMatchObject({
      kind: "conflict",
      conflicts: [{ path: `instructions.join_specs[${idOf("d1")}]` }],
    });
  });
});

describe("patchSpace", () => {
  it("takes one fix back and keeps later edits", () => {
    const fixed = edited((document) => instruction(document, "Be brief.\nfix\nUse UTC."));
    const later = edited((document) => instruction(document, "Be brief.\nfix\nUse UTC.\nlater"));
    const result = patchSpace(later, invertFix(sampleSpace(), fixed));
    const text = result.kind === "merged" ? textOf(result.document.instructions?.text_instructions?.[0]?.content) : "";
    expect(text).toBe("Be brief.\n  Round to euros.  \nUse UTC.\nlater");
  });

  it("takes back the first of a list when others have joined it", () => {
    const fixed = sampleSpace();
    const before = edited((document) => delete document.instructions?.join_specs);
    const later = edited((document) => {
      const [join] = document.instructions?.join_specs ?? [];
      if (join !== undefined) document.instructions?.join_specs?.push({ ...join, id: idOf("d2") });
    });
    const result = patchSpace(later, invertFix(before, fixed));
    const left = result.kind === "merged" ? result.document.instructions?.join_specs : [];
    expect(left?.map((join) => join.id)).toEqual([idOf("d2")]);
  });

  it("is a conflict where someone changed the same thing since, and changes nothing then", () => {
    const fixed = edited((document) => (document.instructions = { ...document.instructions, join_specs: [] }));
    const patch = invertFix(fixed, sampleSpace());
    const later = edited((document) => {
      const [join] = document.instructions?.join_specs ?? [];
      if (join !== undefined) join.comment = ["edited"];
    });
    expect(patchSpace(later, patch)).toMatchObject({
      kind: "conflict",
      conflicts: [{ path: `instructions.join_specs[${idOf("d1")}]` }],
    });
  });

  it("finds its work done already and leaves it so", () => {
    const fixed = edited((document) => delete document.config);
    const result = patchSpace(sampleSpace(), invertFix(sampleSpace(), fixed));
    expect(result.kind === "merged" && canonicalText(result.document)).toBe(canonicalText(sampleSpace()));
  });
});

describe("mergeLines", () => {
  it.each([
    ["a\nb", "a\nb\nours", "a\nb\ntheirs", "a\nb\ntheirs\nours"],
    ["a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd"],
    ["a\nb\n", "x\nb\n", "a\nb", "x\nb"],
    ["a", "b", "b", "b"],
    ["a\nb", "b", "a", ""],
    ["a\nb\nc", "a\nB\nc", "a\nb2\nc", null],
    ["a\nb\nc", "a", "a\nb\nC", null],
  ])("merges %j changed to %j and %j", (base, ours, theirs, merged) => {
    expect(mergeLines(base, ours, theirs)).toBe(merged);
  });
});
