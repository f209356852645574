/** A fix with the questions it declared. */
export type Targeted = { readonly changeId: string; readonly targets: readonly string[] };

/**
 * A group in two halves, for bisecting. Fixes that share a target stay together as long as they can, since a question that needs a join and
 * a synonym is moved by neither alone; a group of one such cluster is cut in the middle.
 * @returns two groups that are not empty
 */
export function halves<T extends Targeted>(group: readonly T[]): readonly [T[], T[]] {
  const clusters = clustersOf(group);
  if (clusters.length < 2) {
    const middle = Math.ceil(group.length / 2);
    return [group.slice(0, middle), group.slice(middle)];
  }
  const left: T[] = [];
  const right: T[] = [];
  for (const cluster of clusters.toSorted((one, other) => other.length - one.length)) {
    (left.length <= right.length ? left : right).push(...cluster);
  }
  const order = new Map(group.map((fix, index) => [fix.changeId, index]));
  const inOrder = (fixes: T[]): T[] =>
    fixes.toSorted((one, other) => (order.get(one.changeId) ?? 0) - (order.get(other.changeId) ?? 0));
  return [inOrder(left), inOrder(right)];
}

/** Fixes connected by shared targets, in the order of their first members. */
function clustersOf<T extends Targeted>(group: readonly T[]): T[][] {
  let clusters: { fixes: T[]; targets: Set<string> }[] = [];
  for (const fix of group) {
    const touching = clusters.filter((cluster) => fix.targets.some((target) => cluster.targets.has(target)));
    const joined = {
      fixes: [...touching.flatMap((cluster) => cluster.fixes), fix],
      targets: new Set([...touching.flatMap((cluster) => [...cluster.targets]), ...fix.targets]),
    };
    clusters = [...clusters.filter((cluster) => !touching.includes(cluster)), joined];
  }
  return clusters.map((cluster) => cluster.fixes);
}

/** Every target of a group, once each, in order of first mention. */
export function targetsOf(group: readonly Targeted[]): string[] {
  return [...new Set(group.flatMap((fix) => fix.targets))];
}
