import { createMemory, remembering } from "../../lib/core/remembering.ts";
import type { Session, StatementParameter } from "./engine.ts";
import type { DateArithmetic } from "./expression-rules.ts";
import { translate } from "./translate.ts";
import type { Translation } from "./translate.ts";

type Translate = (
  sql: string,
  parameters: readonly StatementParameter[],
  session: Session,
  mode: DateArithmetic,
  payloads: ReadonlySet<string>,
) => Translation;

type CachedTranslate = (
  sql: string,
  parameters: readonly StatementParameter[],
  session: Session,
  mode: DateArithmetic,
) => Translation;

/**
 * Translates, and remembers the last `size` translations: the same exam runs loop after loop, and state is written with the same
 * statements, whatever JSON they carry.
 */
export function cachedTranslate(size: number, work: Translate = translate): CachedTranslate {
  const recall = createMemory<Translation>(size);
  return (sql, parameters, session, mode) => {
    const isPayload = ({ name, type, value }: StatementParameter): boolean =>
      value !== null && isText(type) && payloadsOf(sql).has(name.toLowerCase());
    const payloads = new Set(parameters.filter(isPayload).map(({ name }) => name.toLowerCase()));
    const told = parameters.map((parameter) => (isPayload(parameter) ? { ...parameter, value: "" } : parameter));
    const translation = recall(JSON.stringify([sql, told, session.catalog, session.schema, mode]), () =>
      work(sql, parameters, session, mode, payloads),
    );
    return { ...translation, bindings: { ...translation.bindings, ...filled(translation.payloads, parameters) } };
  };
}

/** In lower case: parameters that a statement reads as JSON and uses for nothing else. */
const payloadsOf = remembering(200, (sql): ReadonlySet<string> => {
  const count = (pattern: RegExp): Map<string, number> =>
    new Map(
      [...Map.groupBy(sql.matchAll(pattern), (match) => (match[1] ?? "").toLowerCase())].map(([name, found]) => [
        name,
        found.length,
      ]),
    );
  const all = count(/:(\w+)/gu);
  const read = count(/\bfrom_json\s*\(\s*:(\w+)\s*,/giu);
  return new Set([...read.keys()].filter((name) => read.get(name) === all.get(name)));
});

function isText(type: string): boolean {
  return /^(?:|STRING|VARCHAR.*)$/iu.test(type.trim());
}

function filled(
  payloads: Translation["payloads"],
  parameters: readonly StatementParameter[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(payloads).map(([bound, name]) => [
      bound,
      parameters.find((parameter) => parameter.name === name)?.value ?? "",
    ]),
  );
}
