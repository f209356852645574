import type { Catalog } from "../ports.ts";
import { instructionRules } from "./instruction-rules.ts";
import { type Edge, joinEdges } from "./join-graph.ts";
import { type Lexicon, lexiconOf } from "./lexicon.ts";
import { withMetricMeasures } from "./metric-measures.ts";
import { schemaView, type TableView } from "./schema-view.ts";
import { type ExampleContent, spaceContent } from "./space-content.ts";
import { type Fragment, fragmentOf } from "./sql-fragment.ts";

/** A space made ready for reading questions. */
export type SpaceDesk = {
  readonly tables: readonly TableView[];
  readonly lexicon: Lexicon;
  readonly edges: readonly Edge[];
  readonly always: readonly Fragment[];
  readonly examples: readonly ExampleContent[];
  /** Stored values by their lower-case spelling. */
  readonly values: ReadonlyMap<string, string>;
};

const kept = 8;

/** Opens spaces and keeps the last eight of each catalog: many questions are asked of one. Data that changes is seen when the space does. */
export function deskKeeper(): (document: unknown, catalog: Catalog) => Promise<SpaceDesk> {
  const all = new WeakMap<Catalog, Map<string, Promise<SpaceDesk>>>();
  return (document, catalog) => {
    const desks = all.get(catalog) ?? new Map<string, Promise<SpaceDesk>>();
    all.set(catalog, desks);
    const key = JSON.stringify(document);
    const known = desks.get(key);
    if (known !== undefined) return known;
    const opened = openDesk(document, catalog);
    desks.set(key, opened);
    opened.catch(() => desks.delete(key));
    const oldest = desks.keys().next();
    if (desks.size > kept && oldest.done !== true) desks.delete(oldest.value);
    return opened;
  };
}

async function openDesk(document: unknown, catalog: Catalog): Promise<SpaceDesk> {
  const space = await withMetricMeasures(spaceContent(document), catalog);
  const tables = await schemaView(space, catalog);
  const rules = instructionRules(space.instructions.text_instructions.map(({ content }) => content).join("\n"));
  const lexicon = await lexiconOf(space, rules, tables, catalog);
  const targets = [...lexicon.values()].flat().map(({ target }) => target);
  return {
    tables,
    lexicon,
    edges: joinEdges(space.instructions.join_specs, tables),
    always: rules.always.map((sql) => fragmentOf(sql, tables)),
    examples: space.instructions.example_question_sqls,
    values: new Map(
      targets.flatMap((target) =>
        target.kind === "value" ? [[target.literal.toLowerCase(), target.literal] as const] : [],
      ),
    ),
  };
}
