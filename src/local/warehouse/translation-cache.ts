import type { Session, StatementParameter } from "./engine.ts";
import type { DateArithmetic } from "./expression-rules.ts";
import { translate } from "./translate.ts";
import type { Translation } from "./translate.ts";

type Translate = (
  sql: string,
  parameters: readonly StatementParameter[],
  session: Session,
  mode: DateArithmetic,
) => Translation;

/** Statements with longer texts than this are seldom asked twice, and would fill the memory. */
const maxKeyLength = 20_000;

/** Translates, and remembers the last `size` translations: the same exam runs loop after loop. */
export function cachedTranslate(size: number, work: Translate = translate): Translate {
  const known = new Map<string, Translation>();
  return (sql, parameters, session, mode) => {
    const key = JSON.stringify([sql, parameters, session.catalog, session.schema, mode]);
    const found = known.get(key);
    if (found !== undefined) {
      known.delete(key);
      known.set(key, found);
      return found;
    }
    const translation = work(sql, parameters, session, mode);
    if (key.length > maxKeyLength) return translation;
    known.set(key, translation);
    const [oldest] = known.keys();
    if (known.size > size && oldest !== undefined) known.delete(oldest);
    return translation;
  };
}
