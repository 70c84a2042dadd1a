// The boxes that paper has to tick by pen.

/** The most boxes that paper shows to tick; above, a line to write on. */
const mostBoxes = 10;

/** As many boxes to tick by pen as a number asks, the ticked ones filled; a line to write on for many; nothing for 0. */
export function boxes(asked: string, done: number): string {
  const n = Math.max(Math.ceil(Number(asked.replace(/,/g, "")) || 0), 0);
  if (n > mostBoxes) return "\uff3f\uff3f\uff3f";
  const ticked = Math.min(done, n);
  return "■".repeat(ticked) + "□".repeat(n - ticked);
}
