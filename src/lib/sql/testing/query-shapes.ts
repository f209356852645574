import * as fc from "fast-check";

export type Shape = {
  readonly table: string;
  readonly joined: string | null;
  readonly column: string;
  readonly aggregate: string | null;
  readonly value: string | null;
  readonly through: "plain" | "cte" | "subquery";
  readonly descending: boolean;
};

export type Naming = {
  readonly alias: string;
  readonly other: string;
  readonly output: string;
  readonly cte: string;
  readonly upper: boolean;
  readonly quoted: boolean;
  readonly comment: boolean;
};

/** What a generated query does. */
export const queryShape: fc.Arbitrary<Shape> = fc.record({
  table: fc.constantFrom("orders", "lines"),
  joined: fc.constantFrom(null, "customers"),
  column: fc.constantFrom("region", "day"),
  aggregate: fc.constantFrom(null, "SUM", "MAX"),
  value: fc.constantFrom(null, "서울", "x"),
  through: fc.constantFrom("plain", "cte", "subquery"),
  descending: fc.boolean(),
});

/** How it is written. */
export const naming: fc.Arbitrary<Naming> = fc
  .record({
    names: fc.uniqueArray(fc.constantFrom("a", "b", "zz", "매출", "k9", "tmp"), { minLength: 4, maxLength: 4 }),
    upper: fc.boolean(),
    quoted: fc.boolean(),
    comment: fc.boolean(),
  })
  .map(({ names: [alias = "", other = "", output = "", cte = ""], upper, quoted, comment }) => ({
    alias,
    other,
    output,
    cte,
    upper,
    quoted,
    comment,
  }));

/** The query in that writing. */
export function written(shape: Shape, name: Naming): string {
  const word = (text: string): string => (name.upper ? text.toUpperCase() : text);
  const quoted = (text: string): string => (name.quoted ? `\`${word(text)}\`` : word(text));
  const column = `${quoted(name.alias)}.${quoted(shape.column)}`;
  const measure =
    shape.aggregate === null
      ? `${quoted(name.alias)}.amount`
      : `${word(shape.aggregate)}(${quoted(name.alias)}.amount)`;
  const join =
    shape.joined === null
      ? ""
      : ` join m.s.${shape.joined} ${quoted(name.other)} on ${quoted(name.alias)}.cid = ${quoted(name.other)}.id`;
  const where = shape.value === null ? "" : ` where ${quoted(name.alias)}.kind = '${shape.value}'`;
  const group = shape.aggregate === null ? "" : " group by 1";
  const comment = name.comment ? "/* note */ " : "";
  const inner = `${word("select")} ${comment}${column}, ${measure} as ${quoted(name.output)} from ${quoted("m")}.s.${quoted(shape.table)} ${quoted(name.alias)}${join}${where}${group}`;
  const order = ` order by ${quoted(name.output)}${shape.descending ? " desc" : ""}`;
  if (shape.through === "plain") return inner + order;
  const outer = `select ${quoted(name.output)} from`;
  if (shape.through === "cte") return `with ${quoted(name.cte)} as (${inner}) ${outer} ${quoted(name.cte)} ${order}`;
  return `select count(*), max(${quoted(name.output)}) from (${inner}) ${quoted(name.cte)} order by 1${shape.descending ? " desc" : ""}`;
}
