import { parse } from "yaml";
import { z } from "zod";
import type { Catalog } from "../ports.ts";
import type { SnippetContent, SpaceContent } from "./space-content.ts";
import { isMeasure } from "./schema-view.ts";

const told = z.object({
  measures: z
    .array(
      z.object({
        name: z.string(),
        display_name: z.string().default(""),
        synonyms: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});

/** The space with the measures of its metric views among its own, each read through MEASURE. */
export async function withMetricMeasures(space: SpaceContent, catalog: Catalog): Promise<SpaceContent> {
  if (space.data_sources.metric_views.length === 0) return space;
  const found = await Promise.all(
    space.data_sources.metric_views.map(async ({ identifier, column_configs }): Promise<SnippetContent[]> => {
      const measures = ((await catalog.columns(identifier)) ?? []).filter(isMeasure);
      const definition = (await catalog.details?.(identifier))?.definition ?? null;
      const named = definition === null ? [] : told.parse(parse(definition)).measures;
      const short = identifier.split(".").at(-1)?.replaceAll("`", "") ?? identifier;
      return measures.flatMap(({ name }) => {
        const config = column_configs.find((each) => each.column_name.toLowerCase() === name.toLowerCase());
        if (config?.exclude === true) return [];
        const own = named.find((each) => each.name === name);
        const words = [own?.display_name ?? "", ...(own?.synonyms ?? []), ...(config?.synonyms ?? [])];
        return {
          sql: `MEASURE(${short}.${/^\w+$/u.test(name) ? name : `\`${name}\``})`,
          alias: name.replaceAll(/\W+/gu, "_").toLowerCase(),
          display_name: name.replaceAll("_", " "),
          synonyms: words.filter((word) => word !== ""),
        };
      });
    }),
  );
  const { sql_snippets } = space.instructions;
  return {
    ...space,
    instructions: {
      ...space.instructions,
      sql_snippets: { ...sql_snippets, measures: [...sql_snippets.measures, ...found.flat()] },
    },
  };
}
