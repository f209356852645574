import type { EngineResult, Session } from "./engine.ts";
import { duckCatalog } from "./names.ts";

/** A query as DuckDB gets it, or a DESCRIBE as it was written. */
type Asked =
  | {
      readonly kind: "query";
      readonly sql: string;
      readonly bindings: Readonly<Record<string, string>>;
      readonly session: Session;
    }
  | { readonly kind: "description"; readonly statement: string; readonly session: Session };

export type ResultCache = {
  /** A catalog that queries may name. */
  readonly addCatalog: (catalog: string) => void;
  /** A catalog that holds views from before. */
  readonly holdsViews: (catalog: string) => void;
  /** The last result when nothing it reads was changed since; else what `run` gives. */
  readonly answer: (asked: Asked, run: () => Promise<EngineResult>) => Promise<EngineResult>;
  /** To be told after every statement that may have changed something, whether it succeeded or not. */
  readonly changed: (statement: string, session: Session) => void;
};

const mostRows = 1_000;
/** What gives another result each time, our macros of the same names included. Where such a word means something else, nothing is lost. */
const unstable =
  /\b(?:\w*random\w*|\w*uuid\w*|now|today|\w*current_\w+|\w*shuffle\w*|tablesample|sample|duckdb_\w+|information_schema)\b|timestamp\(\)/iu;

/**
 * As on the platform, a query over tables that did not change is answered with its last result. What a statement may change is told
 * by the catalogs it names, and its session's. A view may read any catalog, so one that holds views counts as changed by all.
 */
export function createResultCache(size: number): ResultCache {
  const versions = new Map<string, number>();
  const withViews = new Set<string>();
  let anyChange = 0;
  const results = new Map<string, EngineResult>();

  const namedIn = (text: string, name: (catalog: string) => string): string[] => {
    const lower = text.toLowerCase();
    return [...versions.keys()].filter((catalog) => lower.includes(name(catalog)));
  };
  const stampsOf = (catalogs: readonly string[]): readonly (string | number)[][] =>
    catalogs.map((catalog) => [catalog, withViews.has(catalog) ? anyChange : (versions.get(catalog) ?? 0)]);
  const keyOf = (asked: Asked): string | null => {
    if (asked.kind === "description") {
      const { statement, session } = asked;
      const catalogs = [...namedIn(statement, (catalog) => catalog), session.catalog.toLowerCase()];
      return JSON.stringify([statement, session, stampsOf(catalogs)]);
    }
    const { sql, bindings, session } = asked;
    const catalogs = namedIn(sql, (catalog) => `"${duckCatalog(catalog)}"`);
    if (catalogs.length === 0 || unstable.test(sql)) return null;
    return JSON.stringify([sql, bindings, session.timeZone, stampsOf(catalogs)]);
  };
  return {
    addCatalog: (catalog) => {
      const name = catalog.toLowerCase();
      if (!versions.has(name)) versions.set(name, 0);
    },
    holdsViews: (catalog) => {
      withViews.add(catalog.toLowerCase());
    },
    answer: async (asked, run) => {
      // Made before it runs: a change meanwhile gives later askers another key.
      const key = keyOf(asked);
      const known = key === null ? undefined : results.get(key);
      if (known !== undefined) return known;
      const result = await run();
      if (key === null || result.rows.length > mostRows) return result;
      results.set(key, result);
      const [oldest] = results.keys();
      if (results.size > size && oldest !== undefined) results.delete(oldest);
      return result;
    },
    changed: (statement, session) => {
      anyChange += 1;
      const catalogs = new Set([...namedIn(statement, (catalog) => catalog), session.catalog.toLowerCase()]);
      for (const catalog of catalogs) {
        versions.set(catalog, (versions.get(catalog) ?? 0) + 1);
        if (/\bview\b/iu.test(statement)) withViews.add(catalog);
      }
    },
  };
}
