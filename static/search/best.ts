/** A list whose best items are taken first. It is a binary heap: no more of the list is sorted than is taken. */
export class Best<T> {
  private readonly heap: T[];

  /** `order` is negative if its first argument is better; it tells all items apart. */
  constructor(items: readonly T[], private readonly order: (a: T, b: T) => number) {
    this.heap = [...items];
    for (let i = (items.length >> 1) - 1; i >= 0; i--) this.sink(i);
  }

  /** The items that are not taken, in no order. */
  get rest(): readonly T[] {
    return this.heap;
  }

  /** Takes the best items, the best first. */
  take(count: number): T[] {
    const { heap } = this;
    const taken: T[] = [];
    while (taken.length < count) {
      const best = heap[0];
      const last = heap.pop();
      if (best === undefined || last === undefined) break;
      taken.push(best);
      if (heap.length === 0) continue;
      heap[0] = last;
      this.sink(0);
    }
    return taken;
  }

  /** Moves an item behind those below it that are better. */
  private sink(i: number): void {
    const { heap, order } = this;
    const item = heap[i];
    if (item === undefined) return;
    for (;;) {
      let below = 2 * i + 1;
      let better = heap[below];
      const right = heap[below + 1];
      if (better !== undefined && right !== undefined && order(right, better) < 0) [below, better] = [below + 1, right];
      if (better === undefined || order(item, better) <= 0) break;
      heap[i] = better;
      i = below;
    }
    heap[i] = item;
  }
}
