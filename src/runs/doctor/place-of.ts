import { coordinationSchemaOf, type Settings } from "../../lib/settings/settings.ts";
import type { StatePlace } from "../../lib/state/sql-port.ts";

/** Where the settings say that the state tables lie. */
export function placeOf(settings: Settings): StatePlace {
  const { catalog, schema } = settings;
  return { catalog, schema, coordinationSchema: coordinationSchemaOf(settings) };
}
