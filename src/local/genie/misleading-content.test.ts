import { beforeAll, describe, expect, it } from "vitest";
import { type Data, openData } from "./invented-data.fixture.ts";
import { allContent, clinic, spaceOf } from "./invented-domain.fixture.ts";
import { genieReader } from "./reader.ts";

const reader = genieReader({ seed: "misled", flakyShare: 0 });

type Document = {
  data_sources: {
    tables: {
      identifier: string;
      column_configs?: {
        column_name: string;
        synonyms?: string[];
        exclude?: boolean;
        enable_format_assistance?: boolean;
        enable_entity_matching?: boolean;
      }[];
    }[];
  };
  instructions: {
    text_instructions: { id: string; content: string[] }[];
    join_specs: { sql: string[]; instruction?: string[] }[];
    sql_snippets: { filters: object[]; measures: object[]; expressions: object[] };
  };
};

/** The whole space with one change. */
function spaceWith(change: (document: Document) => void): unknown {
  const document = structuredClone(spaceOf(clinic, allContent)) as Document;
  change(document);
  return document;
}

describe("misleading content is believed", () => {
  let data: Data;
  beforeAll(async () => {
    data = await openData(clinic);
  });

  const ask = async (question: string, space: unknown): Promise<string> => {
    const answer = await reader({ question, space, spaceId: "s", history: [], timesAsked: 0 }, data.catalog);
    return answer.kind === "sql" ? answer.sql : answer.content;
  };

  it("a rule beats a snippet, a snippet beats a synonym, a synonym beats a name", async () => {
    const steps: ((document: Document) => void)[] = [
      () => {},
      (document) =>
        document.data_sources.tables[0]?.column_configs?.push({ column_name: "minutes", synonyms: ["fee"] }),
      (document) =>
        document.instructions.sql_snippets.measures.push({
          id: "m",
          alias: "fee",
          display_name: "fee",
          sql: ["MAX(visits.fee)"],
        }),
      (document) => document.instructions.text_instructions[0]?.content.push('\n"fee" means `COUNT(visits.remark)`'),
    ];
    const answers = steps.map((_, i) =>
      ask(
        "fee by entrance",
        spaceWith((document) => steps.slice(0, i + 1).forEach((step) => step(document))),
      ),
    );
    const measures = (await Promise.all(answers)).map((sql) => /(?:SUM|MAX|COUNT)\([^)]*\)/u.exec(sql)?.[0]);
    expect(measures).toEqual(["SUM(visits.fee)", "SUM(visits.minutes)", "MAX(visits.fee)", "COUNT(visits.remark)"]);
  });

  it("a wrong join condition is used as it stands", async () => {
    const space = spaceWith((document) => {
      for (const join of document.instructions.join_specs)
        join.sql[0] = join.sql[0]?.replace("ward_ref", "patient_ref") ?? "";
    });
    expect(await ask("fee by ward", space)).toContain("ON visits.patient_ref = wards.ward_id");
  });

  it("without a join spec the first column of the same name is taken", async () => {
    const space = spaceWith((document) => document.instructions.join_specs.splice(0));
    expect(await ask("fee by ward", space)).toContain("ON visits.remark = wards.remark");
  });

  it("without a join spec and a common column it joins the first keys, and asks back where there are none", async () => {
    const hidden = spaceWith((document) => {
      document.instructions.join_specs.splice(0);
      document.data_sources.tables[2]?.column_configs?.push({ column_name: "remark", exclude: true });
      if (document.data_sources.tables[2] !== undefined)
        document.data_sources.tables[2].column_configs = [{ column_name: "remark", exclude: true }];
    });
    expect(await ask("fee by ward", hidden)).toContain("ON visits.visit_id = wards.ward_id");
    const bare = spaceWith((document) => {
      document.instructions.join_specs.splice(0);
      const ward = document.data_sources.tables[2];
      if (ward !== undefined)
        ward.column_configs = ["remark", "ward_id"].map((column_name) => ({ column_name, exclude: true }));
    });
    expect(await ask("fee by ward name", bare)).toContain("related?");
  });

  it("a hidden column is not used", async () => {
    const space = spaceWith((document) =>
      document.data_sources.tables[0]?.column_configs?.push({ column_name: "minutes", exclude: true }),
    );
    expect(await ask("total minutes", space)).not.toContain("minutes)");
  });

  it("an always rule restricts every query of its table and no other", async () => {
    const space = spaceWith((document) =>
      document.instructions.text_instructions[0]?.content.push("\nAlways filter `visits.progress = 'c'`"),
    );
    expect(await ask("total fee", space)).toContain("WHERE (visits.progress = 'c')");
    expect(await ask("How many patients are there?", space)).not.toContain("WHERE");
  });

  it("a join spec that says so keeps rows without a partner", async () => {
    const space = spaceWith((document) => {
      for (const join of document.instructions.join_specs) join.instruction = ["Use a LEFT JOIN."];
    });
    expect(await ask("fee by ward", space)).toContain("LEFT JOIN health.main_data.wards");
  });

  it.each([
    ["the number of a measure nobody knows", "total turnover by entrance", "COUNT(*)"],
    ["a share nobody defines", "What share of visits were in 2024?", "SELECT COUNT(*)"],
    ["a group nobody knows", "total fee by nationality", "SELECT SUM(visits.fee)"],
    ["a group that is nearly a name", "total fee by entrances used", "GROUP BY visits.entrance"],
    ["a literal nobody knows, beside its column", "total fee where plan is Gold", "patients.plan = 'Gold'"],
  ])("gets %s plausibly wrong or nearly right", async (_name, question, part) => {
    expect(await ask(question, spaceOf(clinic, ["person join", "place join", "zone join"]))).toContain(part);
  });

  it("drops a filter word that nothing explains", async () => {
    expect(await ask("total fee of weird visits", spaceOf(clinic, allContent))).not.toContain("WHERE");
  });

  it("asks back when nothing finds a place", async () => {
    const answer = await reader(
      {
        question: "Will it rain tomorrow?",
        space: spaceOf(clinic, allContent),
        spaceId: "s",
        history: [],
        timesAsked: 0,
      },
      data.catalog,
    );
    expect(answer).toMatchObject({ kind: "text", followUp: true });
  });

  it("knows a few values of a column with format assistance alone", async () => {
    const space = spaceWith((document) => {
      for (const config of document.data_sources.tables.flatMap((table) => table.column_configs ?? []))
        config.enable_entity_matching = false;
    });
    expect(await ask("total fee through GATE", space)).toContain("visits.entrance = 'gate'");
  });

  it("reads a follow-up question together with the one before", async () => {
    const answer = await reader(
      {
        question: "and only the unheard-of?",
        space: spaceOf(clinic, allContent),
        spaceId: "s",
        history: ["total fee by entrance"],
        timesAsked: 0,
      },
      data.catalog,
    );
    expect(answer).toMatchObject({ kind: "sql" });
  });
});
