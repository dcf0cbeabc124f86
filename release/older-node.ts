/**
 * What the product uses and Node 20 does not have yet: an auditor runs these files on the Node that is
 * there. `release/tsconfig.json` lets the compiler prove that nothing newer is used than what ECMAScript
 * 2023 has and what is filled in here.
 */

declare global {
  interface MapConstructor {
    groupBy<K, T>(items: Iterable<T>, keySelector: (item: T, index: number) => K): Map<K, T[]>;
  }
  interface Set<T> {
    difference(other: ReadonlySet<unknown>): Set<T>;
  }
  interface ReadonlySet<T> {
    difference(other: ReadonlySet<unknown>): Set<T>;
  }
}

/** https://tc39.es/ecma262/#sec-map.groupby */
Map.groupBy ??= <K, T>(items: Iterable<T>, keySelector: (item: T, index: number) => K) => {
  const groups = new Map<K, T[]>();
  let index = 0;
  for (const item of items) {
    const key = keySelector(item, index);
    index += 1;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
};

/** https://tc39.es/ecma262/#sec-set.prototype.difference */
Set.prototype.difference ??= function difference<T>(
  this: Set<T>,
  other: ReadonlySet<unknown>,
): Set<T> {
  return new Set([...this].filter((item) => !other.has(item)));
};

export {};
