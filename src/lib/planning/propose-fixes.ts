import pLimit from "p-limit";
import { toEnhancerError } from "../core/errors.ts";
import { fixCategories, type FixCategory } from "../space/fix-category.ts";
import type { Fix } from "../space/fix.ts";
import { type CatalogFixes, noCatalogFixes, notOffered } from "./catalog-fixes.ts";
import type { PlanningRequest } from "./evidence.ts";
import { parseReply } from "./parse-reply.ts";
import { languageOf, renderPrompt } from "./render-prompt.ts";
import { replySchema, type JsonSchema } from "./reply-schema.ts";

/** What planning needs of a served model. */
export type PlanningModel = (request: {
  readonly system: string;
  readonly prompt: string;
  readonly schemaName: string;
  readonly schema: JsonSchema;
}) => Promise<{ readonly text: string; readonly tokens: number }>;

/** Settings `enable_*`, in our words. */
export type EnabledFixes = {
  readonly instructions: boolean;
  readonly joins: boolean;
  readonly snippets: boolean;
  readonly metadata: boolean;
  readonly sampleQueries: boolean;
};

export type Proposal = {
  readonly category: FixCategory;
  readonly fix: Fix;
  readonly targets: readonly string[];
  readonly reasoning: string;
};

/** A proposal that is no fix at all, with the model's own words for the record. */
export type OffSchema = { readonly category: FixCategory; readonly reason: string; readonly raw: unknown };

/** A category from which nothing came although it was asked. */
export type CategoryProblem = { readonly category: FixCategory; readonly reason: string };

export type Proposals = {
  readonly proposals: readonly Proposal[];
  readonly offSchema: readonly OffSchema[];
  readonly problems: readonly CategoryProblem[];
  readonly tokens: number;
};

export type ProposeInput = {
  readonly requests: ReadonlyMap<FixCategory, PlanningRequest>;
  readonly enabled: EnabledFixes;
  /** What may be proposed of Unity Catalog; nothing when left out. */
  readonly catalogFixes?: CatalogFixes;
  readonly templates: ReadonlyMap<string, string>;
  readonly model: PlanningModel;
  /** Calls at a time. */
  readonly concurrency?: number;
};

const switchOf: Readonly<Record<FixCategory, keyof EnabledFixes>> = {
  instruction_fix: "instructions",
  join_specs_delete: "joins",
  join_specs_add: "joins",
  sql_snippets_delete: "snippets",
  sql_snippets_add: "snippets",
  metadata_delete: "metadata",
  metadata_add: "metadata",
  sample_queries_delete: "sampleQueries",
  sample_queries_add: "sampleQueries",
};

/**
 * Asks the model once a category. A call that fails or a reply that cannot be read is a problem on record; the others go on.
 * @throws EnhancerError INTERRUPTED when told to stop, which is nobody's failure
 */
export async function proposeFixes(input: ProposeInput): Promise<Proposals> {
  const limit = pLimit(input.concurrency ?? 3);
  const asked = fixCategories.flatMap((category) => {
    const request = input.requests.get(category);
    return request !== undefined && request.failures.length > 0 && input.enabled[switchOf[category]] ? [request] : [];
  });
  const answers = await Promise.all(asked.map((request) => limit(() => ask(request, input))));
  return {
    proposals: answers.flatMap((answer) => answer.proposals),
    offSchema: answers.flatMap((answer) => answer.offSchema),
    problems: answers.flatMap((answer) => answer.problems),
    tokens: answers.reduce((sum, answer) => sum + answer.tokens, 0),
  };
}

async function ask(
  request: PlanningRequest,
  { templates, model, catalogFixes = noCatalogFixes }: ProposeInput,
): Promise<Proposals> {
  const { category } = request;
  const language = languageOf(request.failures.map((failure) => failure.question));
  const { system, prompt } = renderPrompt(templates, category, request, {
    language,
    metric_view_schema: catalogFixes.metricViewSchema ?? "",
    catalog_comments: catalogFixes.comments ? "yes" : "",
  });
  const schema = replySchema(category, notOffered(catalogFixes));
  const nothing = { proposals: [], offSchema: [], tokens: 0 };
  let reply;
  try {
    reply = await model({ system, prompt, schemaName: category, schema });
  } catch (thrown) {
    const error = toEnhancerError(thrown);
    if (error.code === "INTERRUPTED") throw error;
    return { ...nothing, problems: [{ category, reason: `the model was not reached: ${error.message}` }] };
  }
  const { tokens } = reply;
  const parsed = parseReply(category, reply.text);
  if (parsed.kind === "unreadable") return { ...nothing, tokens, problems: [{ category, reason: parsed.reason }] };
  return {
    proposals: parsed.fixes.flatMap((read) =>
      read.kind === "fix" ? [{ category, fix: read.fix, targets: read.targets, reasoning: read.reasoning }] : [],
    ),
    offSchema: parsed.fixes.flatMap((read) =>
      read.kind === "rejected" ? [{ category, reason: read.reason, raw: read.raw }] : [],
    ),
    problems: [],
    tokens,
  };
}
