import { parse, stringify } from "yaml";
import { z } from "zod";
import { canonicalJson } from "../../core/json.ts";

const text = z.string().trim().min(1);
const name = text.max(255);
/** What 1.1 knows beside name and expression; the limits are the platform's. */
const told = {
  comment: text.optional(),
  display_name: text.max(255).optional(),
  synonyms: z.array(text.max(255)).max(10).optional(),
  format: z.looseObject({ type: text }).optional(),
};

const dimension = z.strictObject({ name, expr: text, ...told });
const measure = z.strictObject({
  name,
  expr: text,
  ...told,
  window: z
    .array(
      z.strictObject({
        order: name,
        range: text.regex(/^(?:current|cumulative|all|(?:trailing|leading) \d+ \w+)$/u),
        semiadditive: z.enum(["first", "last"]).optional(),
      }),
    )
    .optional(),
});
const join = z
  .strictObject({ name, source: text, on: text.optional(), using: z.array(name).min(1).optional() })
  .refine((each) => (each.on === undefined) !== (each.using === undefined), "a join needs either on or using");

const shape = z.strictObject({
  // YAML takes 1.1 for a number.
  version: z.preprocess((value) => (typeof value === "number" ? String(value) : value), z.enum(["0.1", "1.1"])),
  comment: text.optional(),
  source: text,
  filter: text.optional(),
  joins: z.array(join).optional(),
  dimensions: z.array(dimension).default([]),
  measures: z.array(measure).min(1),
});

const definitionSchema = z
  .preprocess(withDimensions, shape)
  .refine((view) => namesOf(view).length === new Set(namesOf(view)).size, "two dimensions or measures have one name")
  .refine((view) => view.version !== "0.1" || !tellsMore(view), "version 0.1 knows no comments, names or formats");

/** What a metric view measures: the part of its YAML that this program writes. Materialisation and nested joins are not. */
export type MetricView = z.infer<typeof shape>;

export type ReadMetricView =
  | { readonly kind: "read"; readonly view: MetricView }
  | { readonly kind: "unreadable"; readonly reason: string };

/** Longest YAML that is looked at, in characters. */
const longest = 50_000;

/** Reads a definition. What could end the quoted body that it will stand in is refused. */
export function readMetricView(yaml: string): ReadMetricView {
  if (yaml.includes("$$")) return { kind: "unreadable", reason: "a definition may not hold $$" };
  if (yaml.length > longest)
    return { kind: "unreadable", reason: `a definition may have ${String(longest)} characters` };
  let value: unknown;
  try {
    value = parse(yaml, { maxAliasCount: 0, logLevel: "error" });
  } catch (cause) {
    // The messages go on with a picture of the line.
    const [reason = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
    return { kind: "unreadable", reason: `it is no YAML: ${reason}` };
  }
  const read = definitionSchema.safeParse(value);
  if (read.success) return { kind: "read", view: read.data };
  const reasons = read.error.issues.map(({ path, message }) => [path.map(String).join("."), message].filter(Boolean));
  return { kind: "unreadable", reason: reasons.map((each) => each.join(": ")).join("; ") };
}

/** The definition as YAML that older readers understand too: `on` as a key and words such as `no` stand in quotes. */
export function writeMetricView(view: MetricView): string {
  return stringify(view, { version: "1.1", lineWidth: 0 });
}

/** Whether two texts define the same, however they are written: saving drops comments and may set the text anew. */
export function isSameMetricView(left: string, right: string): boolean {
  return left.trim() === right.trim() || meaning(left) === meaning(right);
}

function meaning(yaml: string): string {
  const read = readMetricView(yaml);
  if (read.kind === "read") return canonicalJson(read.view);
  try {
    return canonicalJson(parse(yaml, { logLevel: "error" }));
  } catch {
    return yaml.trim();
  }
}

/** Names that queries may use, in lower case. */
export function namesOf({ dimensions, measures }: Pick<MetricView, "dimensions" | "measures">): string[] {
  return [...dimensions, ...measures].map((each) => each.name.toLowerCase());
}

/** The documentation calls them fields too. */
function withDimensions(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("fields" in value) || "dimensions" in value) return value;
  const { fields, ...rest } = value;
  return { ...rest, dimensions: fields };
}

function tellsMore({ comment, dimensions, measures }: MetricView): boolean {
  const isTold = (each: MetricView["dimensions"][number]): boolean =>
    [each.comment, each.display_name, each.synonyms, each.format].some((member) => member !== undefined);
  return comment !== undefined || dimensions.some(isTold) || measures.some(isTold);
}
