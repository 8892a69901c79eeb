/** Returns the items by key, in the order of first appearance; what has no key belongs to no group. */
export function grouped<Item, Key extends string>(
  items: readonly Item[],
  keyOf: (item: Item) => Key | null,
): readonly (readonly [Key, readonly Item[]])[] {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key) ?? [];
    group.push(item);
    groups.set(key, group);
  }
  return [...groups];
}
