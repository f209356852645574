import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../../lib/sql/parser.ts";
import { diagnosis } from "./diagnosis.ts";
import { failure, type InventedFailure, promptOf, requestOf } from "./invented-request.fixture.ts";
import { requestDocument } from "./request-document.ts";

beforeAll(loadParser);

function fixesFor(...failures: readonly InventedFailure[]) {
  const request = requestDocument(promptOf(requestOf("metadata_add", failures)));
  if (request === undefined) throw new Error("the request was not read");
  return diagnosis(request).map(({ change_type, fields, targets }) => ({ change_type, ...fields, targets }));
}

const calls = "port.yard.ship_calls c";
const withVessels = `${calls} JOIN port.yard.vessels v ON c.vesselID = v.vesselID`;
const stated = [
  {
    id: "1".repeat(32),
    left: "port.yard.ship_calls",
    right: "port.yard.vessels",
    sql: "`ship_calls`.`vesselID` = `vessels`.`vesselID`",
    relationship_type: "MANY_TO_ONE",
  },
];

describe("words that nothing explains", () => {
  it("become synonyms of the columns they come with, in the language of the question", () => {
    const fixes = fixesFor(
      failure("q1", "정박 구역별 화물량은?", `SELECT c.berthZone, SUM(c.tonnage) FROM ${calls} GROUP BY c.berthZone`),
      failure(
        "q2",
        "선적국별 화물량을 보여줘",
        `SELECT c.flagState, SUM(c.tonnage) FROM ${calls} GROUP BY c.flagState`,
      ),
    );
    const table = "port.yard.ship_calls";
    expect(fixes).toHaveLength(3);
    expect(fixes).toEqual(
      expect.arrayContaining([
        { change_type: "add_synonym", table, column: "tonnage", synonym: "화물량", targets: ["q1", "q2"] },
        { change_type: "add_synonym", table, column: "berthZone", synonym: "정박 구역", targets: ["q1"] },
        { change_type: "add_synonym", table, column: "flagState", synonym: "선적국", targets: ["q2"] },
      ]),
    );
  });

  it("become a measure when the expected query reckons, with all its names", () => {
    const formula = (key: string): string =>
      `SELECT c.${key}, ROUND(SUM(c.feeCents) / SUM(c.tonnage), 2) AS fee_rate FROM ${calls} GROUP BY c.${key}`;
    expect(
      fixesFor(
        failure("q1", "What is the harbour load by flag state?", formula("flagState")),
        failure("q2", "Show the quay burden per berth zone", formula("berthZone")),
      ),
    ).toEqual([
      {
        change_type: "add_measure",
        display_name: "harbour load",
        synonyms: ["quay burden"],
        sql: "ROUND(SUM(ship_calls.feeCents) / SUM(ship_calls.tonnage), 2)",
        alias: "fee_rate",
        targets: ["q1", "q2"],
      },
    ]);
  });

  it("become a filter when the expected query has a condition that the question does not spell", () => {
    expect(
      fixesFor(
        failure(
          "q1",
          "How many botched ship calls were there by flag state?",
          `SELECT c.flagState, COUNT(*) FROM ${calls} WHERE c.outcome = 'X9' GROUP BY c.flagState`,
          `SELECT c.flagState, COUNT(*) FROM ${calls} GROUP BY c.flagState`,
        ),
      ),
    ).toEqual([
      {
        change_type: "add_filter",
        display_name: "botched ship calls",
        synonyms: ["botched"],
        sql: "ship_calls.outcome = 'X9'",
        targets: ["q1"],
      },
    ]);
  });

  it("name the condition without its denial when the question denies", () => {
    const [fix] = fixesFor(
      failure(
        "q1",
        "How many ship calls were not botched?",
        `SELECT COUNT(*) FROM ${calls} WHERE c.outcome <> 'X9'`,
        `SELECT COUNT(*) FROM ${calls}`,
      ),
    );
    expect(fix).toMatchObject({ change_type: "add_filter", display_name: "botched", sql: "ship_calls.outcome = 'X9'" });
  });

  it("become an expression when the expected query groups by one", () => {
    const [fix] = fixesFor(
      failure(
        "q1",
        "How many ship calls were there per draught class?",
        `SELECT CASE WHEN c.tonnage > 9 THEN 'deep' ELSE 'flat' END AS class, COUNT(*) FROM ${calls} GROUP BY CASE WHEN c.tonnage > 9 THEN 'deep' ELSE 'flat' END`,
        `SELECT COUNT(*) FROM ${calls}`,
      ),
    );
    expect(fix).toMatchObject({ change_type: "add_expression", display_name: "draught class", alias: "class" });
  });

  it("name the table when its rows are counted", () => {
    expect(fixesFor(failure("q1", "입항은 몇 건인가요?", `SELECT COUNT(*) FROM ${calls}`))).toEqual([
      { change_type: "add_table_description", table: "port.yard.ship_calls", description: "입항", targets: ["q1"] },
    ]);
  });
});

describe("joins and values", () => {
  it("states a join that the space lacks, from many to one", () => {
    expect(
      fixesFor(
        failure(
          "q1",
          "What is the total tonnage by hull kind?",
          `SELECT v.hullKind, SUM(c.tonnage) FROM ${withVessels} GROUP BY v.hullKind`,
        ),
      ),
    ).toEqual([
      {
        change_type: "add_join_spec",
        left_table: "port.yard.ship_calls",
        right_table: "port.yard.vessels",
        left_alias: "ship_calls",
        right_alias: "vessels",
        sql: "`ship_calls`.`vesselID` = `vessels`.`vesselID`",
        relationship_type: "MANY_TO_ONE",
        targets: ["q1"],
      },
    ]);
  });

  it("deletes a join that the answer followed and the expected query does not have", () => {
    const wrong = { ...stated[0], id: "2".repeat(32), sql: "`ship_calls`.`callID` = `vessels`.`vesselID`" };
    expect(
      fixesFor(
        failure(
          "q1",
          "What is the total tonnage by hull kind?",
          `SELECT v.hullKind, SUM(c.tonnage) FROM ${withVessels} GROUP BY v.hullKind`,
          `SELECT v.hullKind, SUM(c.tonnage) FROM ${withVessels.replace("c.vesselID", "c.callID")} GROUP BY v.hullKind`,
          { join_specs: [...stated, wrong] },
        ),
      ),
    ).toEqual([{ change_type: "delete_join_spec", id: wrong.id, targets: ["q1"] }]);
  });

  it("has values looked up when the question spells one in its own way", () => {
    expect(
      fixesFor(
        failure(
          "q1",
          "What is the total tonnage of NORTH QUAY?",
          `SELECT SUM(c.tonnage) FROM ${calls} WHERE c.berthZone = 'North Quay'`,
          `SELECT SUM(c.tonnage) FROM ${calls}`,
        ),
      ),
    ).toEqual([
      {
        change_type: "set_entity_matching",
        table: "port.yard.ship_calls",
        column: "berthZone",
        enabled: true,
        targets: ["q1"],
      },
    ]);
  });
});

describe("what the space explains wrongly", () => {
  const question = "What is the levy by flag state?";
  const expected = `SELECT c.flagState, SUM(c.feeCents) FROM ${calls} GROUP BY c.flagState`;
  const answered = `SELECT c.flagState, COUNT(c.callID) FROM ${calls} GROUP BY c.flagState`;

  it("rewrites the line of the instruction", () => {
    const line = '"levy" means `COUNT(ship_calls.callID)`';
    expect(fixesFor(failure("q1", question, expected, answered, { instructions: ["Prose.", line] }))).toEqual([
      {
        change_type: "update_text_instruction",
        find: line,
        content: '"levy" means `SUM(ship_calls.feeCents)`',
        targets: ["q1"],
      },
    ]);
  });

  it("deletes a measure that stands for what a column is", () => {
    const id = "3".repeat(32);
    const measures = [{ id, alias: "levy", display_name: "levy", sql: "COUNT(ship_calls.callID)", synonyms: [] }];
    expect(fixesFor(failure("q1", question, expected, answered, { measures }))).toEqual([
      { change_type: "delete_measure", id, targets: ["q1"] },
    ]);
  });

  it("corrects a measure that should reckon otherwise", () => {
    const id = "3".repeat(32);
    const measures = [{ id, alias: "levy", display_name: "levy", sql: "COUNT(ship_calls.callID)", synonyms: [] }];
    const reckoned = expected.replace("SUM(c.feeCents)", "SUM(c.feeCents) / COUNT(*)");
    expect(fixesFor(failure("q1", question, reckoned, answered, { measures }))).toEqual([
      { change_type: "update_measure", id, sql: "SUM(ship_calls.feeCents) / COUNT(*)", targets: ["q1"] },
    ]);
  });

  it("moves a synonym to the column it belongs to", () => {
    const table = "port.yard.ship_calls";
    const space = {
      tables: [
        { identifier: table, description: "", columns: [{ name: "tonnage", description: "", synonyms: ["levy"] }] },
      ],
    };
    expect(fixesFor(failure("q1", question, expected, answered, space))).toEqual([
      { change_type: "delete_synonym", table, column: "tonnage", synonym: "levy", targets: ["q1"] },
      { change_type: "add_synonym", table, column: "feeCents", synonym: "levy", targets: ["q1"] },
    ]);
  });
});

describe("examples", () => {
  it("show the shape of a composed query with other values, never the expected query", () => {
    const expected = `SELECT ROUND(AVG(d.n), 2) FROM (SELECT c.flagState, COUNT(*) AS n FROM ${calls} WHERE c.berthZone = 'North Quay' GROUP BY c.flagState) d`;
    const fix = fixesFor(failure("q1", "How many ship calls per flag state on average in North Quay?", expected)).find(
      ({ change_type }) => change_type === "add_example_query",
    );
    expect(fix).toMatchObject({
      question: "How many ship calls per flag state on average in :value?",
      sql: expected.replace("'North Quay'", ":value"),
    });
  });
});
