// Which parts of the page are on the screen, or would be after a short scroll.

/** The parts of a page that are seen or not as a whole. */
const BLOCKS = "tr, section";

export class Viewport {
  private readonly seen = new Set<Element>();
  private readonly blocks = new WeakMap<Element, Element | null>();

  constructor(page: HTMLElement) {
    const observer = new IntersectionObserver((changes) => {
      for (const { target, isIntersecting } of changes) {
        if (isIntersecting) this.seen.add(target);
        else this.seen.delete(target);
      }
    }, { rootMargin: "25%" });
    for (const block of page.querySelectorAll(BLOCKS)) observer.observe(block);
  }

  /** Whether an element is on the screen as of the last frame; true outside of all blocks. */
  shows(element: Element): boolean {
    const block = this.blockOf(element);
    return block === null || this.seen.has(block);
  }

  private blockOf(element: Element): Element | null {
    let block = this.blocks.get(element);
    if (block === undefined) this.blocks.set(element, (block = element.closest(BLOCKS)));
    return block;
  }
}
