const renamed = {
  get_example_values: "enable_format_assistance",
  build_value_dictionary: "enable_entity_matching",
} as const;

/** Names that columns had in version 1; version 2 refuses them. */
export const version1Members: readonly string[] = Object.keys(renamed);

type Members = Readonly<Record<string, unknown>>;

/** A version-1 document as version 2; anything else as it is. */
export function migrateVersion1(document: unknown): unknown {
  if (!isObject(document) || document["version"] !== 1) return document;
  const sources = isObject(document["data_sources"]) ? document["data_sources"] : {};
  const data_sources = Object.fromEntries(
    Object.entries(sources).map(([name, list]) => [name, Array.isArray(list) ? list.map(migrateTable) : list]),
  );
  return { ...document, version: 2, data_sources };
}

function migrateTable(table: unknown): unknown {
  if (!isObject(table) || !Array.isArray(table["column_configs"])) return table;
  return { ...table, column_configs: table["column_configs"].map(migrateColumn) };
}

/** Version 2 wants format assistance wherever entity matching is on; version 1 did not ask for it. */
function migrateColumn(column: unknown): unknown {
  if (!isObject(column)) return column;
  const old = Object.entries(renamed).flatMap(([name, now]) => (name in column ? [[now, column[name]]] : []));
  const others = Object.entries(column).filter(([name]) => !(name in renamed));
  // A column that has both names means the new one.
  const migrated = Object.fromEntries([...old, ...others]) as Members;
  return migrated["enable_entity_matching"] === true ? { ...migrated, enable_format_assistance: true } : migrated;
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
