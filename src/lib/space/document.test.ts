import { describe, expect, it } from "vitest";
import { idOf, sampleSpace } from "../../../test/space/sample-space.ts";
import { canonicalSpace, serializeSpace, spaceDigest } from "./canonical.ts";
import { diffSpaces } from "./diff.ts";
import { parseSpace } from "./document.ts";
import { spaceLimits } from "./limits.ts";
import { proveDiff } from "./prove-diff.ts";
import { validateSpace } from "./validate.ts";

describe("parseSpace", () => {
  it("names every wrong member at once", () => {
    const wrong = { version: 2, data_sources: { tables: [{ identifier: 1 }] }, instructions: { join_specs: "x" } };
    expect(() => parseSpace(wrong)).toThrow(/data_sources\.tables\.0\.identifier.*instructions\.join_specs/u);
    expect(() => parseSpace("{")).toThrow(/not JSON/u);
    expect(() => parseSpace({ data_sources: {} })).toThrow(/version/u);
  });

  it("takes version 1 over, with the format assistance that entity matching needs", () => {
    const table = {
      identifier: "c.s.t",
      column_configs: [
        { column_name: "a", get_example_values: true },
        { column_name: "b", build_value_dictionary: true },
      ],
    };
    expect(parseSpace({ version: 1, data_sources: { tables: [table] } })).toEqual({
      version: 2,
      data_sources: {
        tables: [
          {
            identifier: "c.s.t",
            column_configs: [
              { column_name: "a", enable_format_assistance: true },
              { column_name: "b", enable_entity_matching: true, enable_format_assistance: true },
            ],
          },
        ],
      },
    });
    expect(parseSpace({ version: 1 })).toEqual({ version: 2, data_sources: {} });
  });

  it("keeps members it does not know, on every level", () => {
    const document = { version: 2, data_sources: { volumes: [{ path: "/x" }] }, future: { on: false } };
    expect(JSON.parse(serializeSpace(parseSpace(document)))).toEqual(document);
  });
});

describe("the canonical form", () => {
  it("puts one line in an element and lists in order, and drops what is empty", () => {
    const document = parseSpace({
      version: 2,
      config: { sample_questions: [] },
      data_sources: {
        tables: [
          { identifier: "c.s.b", description: ["one\ntwo", "\nthree"], column_configs: [] },
          { identifier: "c.s.B", column_configs: [{ column_name: "x", exclude: false, synonyms: ["b", "a", "b"] }] },
        ],
      },
    });
    expect(canonicalSpace(document)).toEqual({
      version: 2,
      data_sources: {
        tables: [
          { identifier: "c.s.B", column_configs: [{ column_name: "x", synonyms: ["a", "b"] }] },
          { identifier: "c.s.b", description: ["one\n", "two\n", "three"] },
        ],
      },
    });
    expect(serializeSpace(document)).toContain('"exclude":false');
  });

  it("never puts a join's condition and marker together", () => {
    const document = sampleSpace();
    expect(canonicalSpace(document).instructions?.join_specs?.[0]?.sql).toHaveLength(2);
  });
});

describe("validateSpace", () => {
  it("finds nothing wrong with a good space", () => {
    expect(validateSpace(canonicalSpace(sampleSpace()))).toEqual([]);
  });

  it("names everything that is wrong, by path", () => {
    const document = canonicalSpace(sampleSpace());
    const { instructions } = document;
    instructions?.sql_snippets?.measures?.push({ id: idOf("f1"), sql: ["x"], display_name: "again", alias: "a" });
    instructions?.text_instructions?.push({ id: "B".repeat(32), content: ["x"] });
    instructions?.join_specs?.push({ ...joinOf(document), id: idOf("d2"), sql: ["a.b = c.d AND e.f = g.h"] });
    document.data_sources.tables?.reverse();
    document.data_sources.tables?.push({
      identifier: "orders",
      column_configs: [{ column_name: "x", get_example_values: true }],
    });
    const found = validateSpace(document).map((problem) => `${problem.code} ${problem.path}`);
    expect(found).toEqual(
      expect.arrayContaining([
        "over_limit instructions.text_instructions",
        `repeated_id instructions.sql_snippets.measures[${idOf("f1")}]`,
        `bad_id instructions.text_instructions[${"B".repeat(32)}]`,
        `bad_join instructions.join_specs[${idOf("d2")}].sql`,
        "wrong_order data_sources.tables",
        "bad_identifier data_sources.tables[orders]",
        "version_1_member data_sources.tables[orders].column_configs[x].get_example_values",
      ]),
    );
  });

  it("counts tables and metric views together", () => {
    const tables = Array.from({ length: spaceLimits.tables }, (_, index) => ({
      identifier: `c.s.t${String(index + 10)}`,
    }));
    const document = { version: 2 as const, data_sources: { tables } };
    expect(validateSpace(document)).toEqual([]);
    const more = { ...document, data_sources: { tables, metric_views: [{ identifier: "c.s.m" }] } };
    expect(validateSpace(more)).toMatchObject([{ code: "over_limit", path: "data_sources" }]);
  });
});

describe("proveDiff", () => {
  it("takes a metric view that came back among the tables", () => {
    const planned = sampleSpace();
    const { tables = [], metric_views = [] } = planned.data_sources;
    const readBack = { ...planned, data_sources: { tables: [...tables, ...metric_views] } };
    expect(proveDiff({ version: 2, data_sources: {} }, readBack, planned)).toMatchObject({
      kind: "ok",
      digest: spaceDigest(planned),
    });
  });

  it("names what came back otherwise", () => {
    const readBack = sampleSpace();
    readBack.instructions?.text_instructions?.[0]?.content?.push("!");
    expect(proveDiff(sampleSpace(), readBack, sampleSpace())).toEqual({
      kind: "different",
      differences: diffSpaces(sampleSpace(), readBack),
    });
  });
});

function joinOf(document: ReturnType<typeof sampleSpace>) {
  const [join] = document.instructions?.join_specs ?? [];
  if (join === undefined) throw new Error("the sample has a join");
  return join;
}
