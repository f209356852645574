import { canonicalSpace } from "../../src/lib/space/canonical.ts";
import type { SpaceDocument } from "../../src/lib/space/document.ts";

/** Something that a person does to a space. Done twice it is done once. */
export type Edit = { readonly name: string; readonly act: (document: SpaceDocument) => void };

/** The space after those edits, worked out without any merging. */
export function edited(document: SpaceDocument, edits: readonly Edit[]): SpaceDocument {
  const draft = structuredClone(canonicalSpace(document));
  for (const { act } of edits) act(draft);
  return canonicalSpace(draft);
}

const table = (document: SpaceDocument, name: string) =>
  document.data_sources.tables?.find((one) => one.identifier.endsWith(`.${name}`)) ?? fail(name);

function column(document: SpaceDocument, tableName: string, columnName: string) {
  const own = table(document, tableName);
  const known = own.column_configs?.find((one) => one.column_name === columnName);
  if (known !== undefined) return known;
  const fresh: NonNullable<typeof own.column_configs>[number] = { column_name: columnName };
  own.column_configs = [...(own.column_configs ?? []), fresh];
  return fresh;
}

const synonym = (tableName: string, columnName: string, word: string): Edit => ({
  name: `synonym ${word} of ${columnName}`,
  act: (document) => {
    const own = column(document, tableName, columnName);
    own.synonyms = [...new Set([...(own.synonyms ?? []), word])];
  },
});
const description = (tableName: string, columnName: string): Edit => ({
  name: `description of ${columnName}`,
  act: (document) => {
    column(document, tableName, columnName).description = ["As a person sees it.\n", "Two lines of it."];
  },
});
const measure = (document: SpaceDocument) => document.instructions?.sql_snippets?.measures?.[0] ?? fail("measure");
const rules = (document: SpaceDocument, change: (text: string) => string): void => {
  const own = document.instructions?.text_instructions?.[0] ?? fail("instruction");
  own.content = change((own.content ?? []).join("")).split(/(?<=\n)/u);
};

/** Edits of what the six-question run leaves alone: other things, other members of the same thing, other words of the same list. */
export const peaceful: readonly Edit[] = [
  synonym("sales_customers", "country", "나라"),
  synonym("sales_franchises", "city", "town"),
  // The run speaks of these columns too.
  synonym("sales_customers", "continent", "대륙"),
  synonym("sales_transactions", "totalPrice", "receipt"),
  description("sales_customers", "continent"),
  description("sales_transactions", "totalPrice"),
  description("sales_transactions", "quantity"),
  {
    name: "description of a table",
    act: (document) => {
      table(document, "sales_suppliers").description = ["Who delivers."];
    },
  },
  {
    name: "a sample question",
    act: (document) => {
      const own = { id: "7".repeat(32), question: ["How many suppliers are there?"] };
      const others = (document.config?.sample_questions ?? []).filter((one) => one.id !== own.id);
      document.config = { ...document.config, sample_questions: [...others, own] };
    },
  },
  {
    name: "an example query",
    act: (document) => {
      const own = {
        id: "8".repeat(32),
        question: ["All suppliers?"],
        sql: ["SELECT * FROM samples.bakehouse.sales_suppliers"],
      };
      const others = (document.instructions?.example_question_sqls ?? []).filter((one) => one.id !== own.id);
      document.instructions = { ...document.instructions, example_question_sqls: [...others, own] };
    },
  },
  {
    name: "a rule at the end of the instruction",
    act: (document) => rules(document, (text) => (text.includes("In dollars.") ? text : `${text}\nIn dollars.`)),
  },
  {
    name: "another name of the measure that the run mends",
    act: (document) => {
      measure(document).display_name = "mean receipt";
    },
  },
  {
    name: "a synonym less",
    act: (document) => {
      column(document, "sales_transactions", "unitPrice").synonyms = [];
    },
  },
];

const measureSql: Edit = {
  name: "the measure's SQL",
  act: (document) => {
    measure(document).sql = ["MAX(sales_transactions.totalPrice)"];
  },
};
const rule: Edit = {
  name: "the instruction's rule",
  act: (document) => rules(document, (text) => text.replace(/"units" means .*/u, '"units" means boxes')),
};

/** Edits of the very things that the run changes, before it is promoted and after. */
export const fighting = {
  before: [
    measureSql,
    rule,
    {
      name: "the measure gone",
      act: (document) => {
        const { measures: _gone, ...left } = document.instructions?.sql_snippets ?? {};
        document.instructions = { ...document.instructions, sql_snippets: left };
      },
    },
  ],
  afterwards: [
    measureSql,
    rule,
    {
      name: "the SQL of the filter that the run made",
      act: (document) => {
        const filter = document.instructions?.sql_snippets?.filters?.[0] ?? fail("filter");
        filter.sql = ["sales_franchises.size = 'XXL'"];
      },
    },
  ],
} as const satisfies Readonly<Record<string, readonly Edit[]>>;

function fail(what: string): never {
  throw new Error(`the space has no ${what}`);
}
