import { EnhancerError } from "../core/errors.ts";
import type { StatePlace } from "./sql-port.ts";

/** Which of the two schemas a table lies in. */
export type SchemaRole = "state" | "coordination";

/** The one place where a name becomes SQL text. */
export function quoted(name: string): string {
  if (name === "" || /\p{Cc}/u.test(name)) {
    throw new EnhancerError({
      code: "SETTINGS_INVALID",
      message: `${JSON.stringify(name)} cannot be the name of a catalog, schema or table`,
      remedy: "Set the catalog and schema settings to names that exist in Unity Catalog.",
    });
  }
  return `\`${name.replaceAll("`", "``")}\``;
}

/** `` `catalog`.`schema` `` */
export function schemaName(place: StatePlace, role: SchemaRole): string {
  return `${quoted(place.catalog)}.${quoted(role === "state" ? place.schema : place.coordinationSchema)}`;
}

/** `` `catalog`.`schema`.`name` `` */
export function qualified(place: StatePlace, role: SchemaRole, name: string): string {
  return `${schemaName(place, role)}.${quoted(name)}`;
}
