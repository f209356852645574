import { integerBelow, seededRandom } from "../../lib/core/random.ts";

/** The names of one domain. The structure below is the same in all: persons visit places, things happen, zones hold persons. */
export type Words = {
  readonly catalog: string;
  /** Singular nouns of the four tables. */
  readonly event: string;
  readonly person: string;
  readonly place: string;
  readonly zone: string;
  /** Columns of the event table. */
  readonly worth: string;
  readonly units: string;
  readonly channel: string;
  readonly state: string;
  /** Column of the person table. */
  readonly group: string;
  readonly channels: readonly [string, string, string];
  readonly groups: readonly [string, string];
  readonly zones: readonly [string, string];
  /** Words that only the space's content ties to the data. */
  readonly groupSynonym: string;
  readonly worthPhrase: string;
  readonly openPhrase: string;
  readonly sharePhrase: string;
  readonly bandPhrase: string;
  readonly ruleTerm: string;
  readonly reportPhrase: string;
  readonly korean: {
    readonly event: string;
    readonly person: string;
    readonly place: string;
    readonly group: string;
    readonly worth: string;
    readonly rule: string;
  };
};

export const clinic: Words = {
  catalog: "health",
  event: "visit",
  person: "patient",
  place: "ward",
  zone: "district",
  worth: "fee",
  units: "minutes",
  channel: "entrance",
  state: "progress",
  group: "plan",
  channels: ["gate", "desk", "helipad"],
  groups: ["basic", "premium"],
  zones: ["Elmfield", "Harbour Hill"],
  groupSynonym: "insurance",
  worthPhrase: "billed money",
  openPhrase: "unfinished",
  sharePhrase: "share of visits through the helipad",
  bandPhrase: "duration class",
  ruleTerm: "marathon",
  reportPhrase: "bed board overview for head nurses",
  korean: { event: "내원", person: "환자", place: "병동", group: "보험", worth: "진료비", rule: "장시간" },
};

export const depot: Words = {
  catalog: "freight",
  event: "movement",
  person: "hauler",
  place: "dock",
  zone: "corridor",
  worth: "toll",
  units: "pallets",
  channel: "vehicle",
  state: "phase",
  group: "licence",
  channels: ["lorry", "barge", "wagon"],
  groups: ["local", "abroad"],
  zones: ["Nordpass", "Long Valley"],
  groupSynonym: "permit",
  worthPhrase: "charged sums",
  openPhrase: "pending",
  sharePhrase: "share of movements by water",
  bandPhrase: "load class",
  ruleTerm: "bulky",
  reportPhrase: "yard sheet for shift leads",
  korean: { event: "운송", person: "기사", place: "하역장", group: "면허", worth: "통행료", rule: "대형" },
};

/** The same structure under names that mean nothing. */
export function randomWords(seed: string): Words {
  const random = seededRandom(seed);
  const pick = (from: string) => from.charAt(integerBelow(random, from.length));
  const used = new Set<string>();
  const fresh = (make: () => string): string => {
    let word = make();
    while (used.has(word)) word = make();
    used.add(word);
    return word;
  };
  const word = () => fresh(() => [0, 1, 2, 3].map(() => pick("bdfgklmnprtvz") + pick("aou")).join("") + pick("kmpt"));
  const hangul = () => fresh(() => [0, 1, 2].map(() => pick("바카타파보코토포부쿠투푸")).join(""));
  const noun = word();
  return {
    catalog: word(),
    event: noun,
    person: word(),
    place: word(),
    zone: word(),
    worth: word(),
    units: word(),
    channel: word(),
    state: word(),
    group: word(),
    channels: [word(), word(), word()],
    groups: [word(), word()],
    zones: [word(), `${word()} ${word()}`],
    groupSynonym: word(),
    worthPhrase: `${word()} ${word()}`,
    openPhrase: word(),
    sharePhrase: `share of ${noun}s with ${word()}`,
    bandPhrase: `${word()} class`,
    ruleTerm: word(),
    reportPhrase: `${word()} ${word()} for ${word()} ${word()}`,
    korean: { event: hangul(), person: hangul(), place: hangul(), group: hangul(), worth: hangul(), rule: hangul() },
  };
}

/** One thing the space says; without it, the questions that need it go wrong. */
export type Content =
  | "group synonym"
  | "korean synonyms"
  | "worth description"
  | "place join"
  | "person join"
  | "zone join"
  | "open filter"
  | "share measure"
  | "band expression"
  | "rule"
  | "korean rule"
  | "example"
  | "channel values"
  | "zone values"
  | "korean table descriptions";

export const allContent: readonly Content[] = [
  "group synonym",
  "korean synonyms",
  "worth description",
  "place join",
  "person join",
  "zone join",
  "open filter",
  "share measure",
  "band expression",
  "rule",
  "korean rule",
  "example",
  "channel values",
  "zone values",
  "korean table descriptions",
];

export type Names = ReturnType<typeof namesOf>;

/** Table names of a domain: three-part, and their last parts. */
export function namesOf(w: Words) {
  const full = (noun: string) => `${w.catalog}.main_data.${noun}s`;
  return { event: full(w.event), person: full(w.person), place: full(w.place), zone: full(w.zone) };
}

/** The columns of each table with their Databricks types. A shared `remark` makes a guessed join wrong. */
export function columnsOf(w: Words): Readonly<Record<string, readonly (readonly [string, string])[]>> {
  const t = namesOf(w);
  return {
    [t.event]: [
      ["remark", "string"],
      [`${w.event}_id`, "bigint"],
      [`${w.person}_ref`, "bigint"],
      [`${w.place}_ref`, "bigint"],
      [`${w.event}_day`, "date"],
      [w.worth, "decimal(18,2)"],
      [w.units, "int"],
      [w.channel, "string"],
      [w.state, "string"],
    ],
    [t.person]: [
      ["remark", "string"],
      [`${w.person}_id`, "bigint"],
      [`${w.person}_name`, "string"],
      [w.group, "string"],
      [`${w.zone}_ref`, "bigint"],
    ],
    [t.place]: [
      ["remark", "string"],
      [`${w.place}_id`, "bigint"],
      [`${w.place}_name`, "string"],
    ],
    [t.zone]: [
      ["remark", "string"],
      [`${w.zone}_id`, "bigint"],
      [`${w.zone}_name`, "string"],
    ],
  };
}

/** Rows in the order of the columns. */
export function rowsOf(w: Words): Readonly<Record<string, readonly (readonly (string | number)[])[]>> {
  const t = namesOf(w);
  const [gate, desk, air] = w.channels;
  const events: (readonly (string | number)[])[] = [
    [1, 11, 21, "2024-01-10", 100, 30, gate, "o"],
    [2, 11, 21, "2024-02-11", 40, 200, desk, "c"],
    [3, 12, 22, "2024-02-12", 70, 45, air, "c"],
    [4, 12, 23, "2024-03-05", 20, 15, gate, "o"],
    [5, 13, 23, "2024-03-06", 310, 260, gate, "c"],
    [6, 13, 22, "2024-03-20", 55, 90, desk, "o"],
    [7, 13, 21, "2024-04-01", 15, 10, gate, "c"],
    [8, 15, 22, "2023-12-31", 65, 120, air, "o"],
    [9, 11, 23, "2023-11-02", 5, 5, desk, "c"],
  ];
  return {
    [t.event]: events.map((row, i) => [`r${String(i % 4)}`, ...row]),
    [t.person]: [
      ["r0", 11, "Ann", w.groups[0], 31],
      ["r1", 12, "Bo", w.groups[1], 32],
      ["r2", 13, "Cy", w.groups[0], 31],
      ["r3", 14, "Di", w.groups[0], 32],
      ["r0", 15, "Ed", w.groups[1], 32],
    ],
    [t.place]: [
      ["r2", 21, "North"],
      ["r0", 22, "South"],
      ["r1", 23, "West"],
      ["r3", 24, "Attic"],
    ],
    [t.zone]: [
      ["r0", 31, w.zones[0]],
      ["r1", 32, w.zones[1]],
    ],
  };
}

/** A space over a domain that says just the given things. */
export function spaceOf(w: Words, content: readonly Content[]): unknown {
  const t = namesOf(w);
  const has = (each: Content) => content.includes(each);
  const when = <T>(each: Content, items: readonly T[]): readonly T[] => (has(each) ? items : []);
  const short = (table: string) => table.split(".")[2] ?? table;
  const join = (left: string, right: string, from: string, to: string) => ({
    id: `${short(left)}_${short(right)}`,
    left: { identifier: left, alias: short(left) },
    right: { identifier: right, alias: short(right) },
    sql: [
      `\`${short(left)}\`.\`${from}\` = \`${short(right)}\`.\`${to}\``,
      "--rt=FROM_RELATIONSHIP_TYPE_MANY_TO_ONE--",
    ],
  });
  const e = short(t.event);
  const ko = w.korean;
  const named = (each: keyof Names) =>
    when("korean table descriptions", [`${ko[each as "event"]}; rows of ${w[each as "event"]}s`]);
  const column = (column_name: string, config: object) => ({ column_name, ...config });
  return {
    version: 2,
    data_sources: {
      tables: [
        {
          identifier: t.event,
          description: named("event"),
          column_configs: [
            column(w.worth, {
              description: when("worth description", [`what the payer owes including tax; ${w.worthPhrase}`]),
              synonyms: when("korean synonyms", [ko.worth]),
            }),
            column(w.channel, {
              enable_format_assistance: has("channel values"),
              enable_entity_matching: has("channel values"),
            }),
          ],
        },
        {
          identifier: t.person,
          description: named("person"),
          column_configs: [
            column(w.group, {
              synonyms: [...when("group synonym", [w.groupSynonym]), ...when("korean synonyms", [ko.group])],
            }),
          ],
        },
        { identifier: t.place, description: named("place") },
        {
          identifier: t.zone,
          column_configs: [
            column(`${w.zone}_name`, {
              enable_format_assistance: has("zone values"),
              enable_entity_matching: has("zone values"),
            }),
          ],
        },
      ],
    },
    instructions: {
      text_instructions: [
        {
          id: "1",
          content: [
            "Answer politely.\n",
            ...when("rule", [`- "${w.ruleTerm}" means \`${e}.${w.units} >= 100\`\n`]),
            ...when("korean rule", [`"${ko.rule}"은(는) \`${e}.${w.units} >= 100\` 입니다.\n`]),
          ],
        },
      ],
      join_specs: [
        ...when("person join", [join(t.event, t.person, `${w.person}_ref`, `${w.person}_id`)]),
        ...when("place join", [join(t.event, t.place, `${w.place}_ref`, `${w.place}_id`)]),
        ...when("zone join", [join(t.person, t.zone, `${w.zone}_ref`, `${w.zone}_id`)]),
      ],
      example_question_sqls: when("example", [
        {
          id: "5",
          question: [`Show the ${w.reportPhrase}`],
          sql: [
            `SELECT ${e}.${w.state}, MAX(${e}.${w.units}) AS longest FROM ${t.event} AS ${e} WHERE ${e}.${w.units} < :most GROUP BY ${e}.${w.state}`,
          ],
          parameters: [{ name: "most", type_hint: "INTEGER", default_value: { values: ["250"] } }],
        },
      ]),
      sql_snippets: {
        filters: when("open filter", [
          {
            id: "6",
            display_name: `${w.openPhrase} ${w.event}s`,
            synonyms: [w.openPhrase],
            sql: [`${e}.${w.state} = 'o'`],
          },
        ]),
        measures: when("share measure", [
          {
            id: "7",
            alias: "known_share",
            display_name: w.sharePhrase,
            sql: [`AVG(CASE WHEN ${e}.${w.channel} = '${w.channels[2]}' THEN 1.0 ELSE 0.0 END)`],
          },
        ]),
        expressions: when("band expression", [
          {
            id: "8",
            alias: "band",
            display_name: w.bandPhrase,
            sql: [`CASE WHEN ${e}.${w.units} < 50 THEN 'short' ELSE 'long' END`],
          },
        ]),
      },
    },
  };
}
