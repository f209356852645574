import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadParser, parser } from "../../lib/sql/parser.ts";
import type { Catalog } from "../ports.ts";
import { allContent, clinic, columnsOf, spaceOf } from "./invented-domain.fixture.ts";
import { genieReader } from "./reader.ts";

const columns = columnsOf(clinic);
const catalog: Catalog = {
  columns: async (table) => columns[table]?.map(([name, type]) => ({ name, type, comment: null })) ?? null,
  values: async (_table, column) => (column === "entrance" ? clinic.channels : clinic.zones),
};
const words = fc.constantFrom(
  ..."how many total average fee visits patients by per ward district in of the not without 5 top highest between and 2024 March more than least entrance desk gate ? , \" 요금 환자 별 진료비 내원 수 가장 많은 상위 3개 없는 unfinished duration class sorted or plan is minutes who have which list 10.5 day month '".split(
    " ",
  ),
);

describe("the reader", () => {
  it("answers any row of words with words or with SQL that parses, and the same way twice", async () => {
    await loadParser();
    const reader = genieReader({ seed: 1, flakyShare: 0.5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(words, { minLength: 1, maxLength: 14 }),
        fc.subarray([...allContent]),
        async (picked, content) => {
          const request = {
            question: picked.join(" "),
            space: spaceOf(clinic, content),
            spaceId: "s",
            history: [],
            timesAsked: 0,
          };
          const answer = await reader(request, catalog);
          expect(await reader(request, catalog)).toEqual(answer);
          const sound =
            answer.kind === "sql"
              ? parser().parse(answer.sql, parser().Dialect.Databricks).success
              : answer.content !== "";
          expect(sound).toBe(true);
        },
      ),
      { numRuns: 200, seed: 11 },
    );
  });

  it("takes any text without failing", async () => {
    const reader = genieReader({ seed: 1, flakyShare: 0 });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 60 }), async (question) => {
        const answer = await reader(
          { question, space: spaceOf(clinic, allContent), spaceId: "s", history: [], timesAsked: 0 },
          catalog,
        );
        expect(["sql", "text"]).toContain(answer.kind);
      }),
      { numRuns: 200, seed: 12 },
    );
  });

  it.each([
    [{ version: 2 }],
    [{ version: 2, data_sources: {} }],
    [{ version: 2, data_sources: { tables: [{ identifier: "a.b.gone" }] } }],
  ])("asks back over a space without data: %j", async (space) => {
    const answer = await genieReader({ seed: 1, flakyShare: 0 })(
      { question: "How many visits?", space, spaceId: "s", history: [], timesAsked: 0 },
      catalog,
    );
    expect(answer.kind).toBe("text");
  });
});
