/** An object's members. */
export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** List items by their key, in their order. A key that comes again, which the service refuses, gets a number. */
export function itemsByKey(key: string, list: unknown): Map<string, Members> {
  const items = new Map<string, Members>();
  for (const item of Array.isArray(list) ? (list as unknown[]) : []) {
    const members = isMembers(item) ? item : { value: item };
    const own = members[key];
    const name = typeof own === "string" ? own : "";
    let free = name;
    for (let count = 2; items.has(free); count += 1) free = `${name}#${String(count)}`;
    items.set(free, members);
  }
  return items;
}

/** Keys of both, those of the first in their order and then the others. */
export function keysOfBoth(...maps: readonly { keys(): Iterable<string> }[]): string[] {
  return [...new Set(maps.flatMap((map) => Array.from(map.keys())))];
}

export function membersMap(value: unknown): Map<string, unknown> {
  return new Map(isMembers(value) ? Object.entries(value) : []);
}
