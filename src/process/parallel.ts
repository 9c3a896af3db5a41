/**
 * Calls `fn` for every item, at most `limit` at a time, in order. As in Promise.allSettled, outcomes are in the order of the items, and one
 * failure stops no other.
 */
export async function inParallel<Item, Value>(
  items: readonly Item[],
  limit: number,
  fn: (item: Item, index: number) => Promise<Value>,
): Promise<PromiseSettledResult<Value>[]> {
  const outcomes: PromiseSettledResult<Value>[] = new Array(items.length);
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      const [outcome] = await Promise.allSettled([(async () => fn(item, index))()]);
      outcomes[index] = outcome;
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, limit) }, worker));
  return outcomes;
}
