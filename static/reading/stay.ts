// Decides which sections of a text the reader has read: those whose end was on the screen and that stayed
// on it for a part of their reading time. It is a guess, which the reader can correct.

/** The reading speed that internal/site/minutes.go assumes, in Han characters a minute; a Latin word counts as two. */
const charactersPerMinute = 400;

/** A reader who knows the matter reads this many times as fast. */
const fastest = 5;

const leastMilliseconds = 2000;

/** How long a section with this text must stay on the screen, in milliseconds. */
export function neededFor(text: string): number {
  const han = text.match(/[\u4e00-\u9fff]/g) ?? [];
  const words = text.match(/[\w\u00c0-\u024f]+/g) ?? [];
  return Math.max(leastMilliseconds, Math.round(((han.length + 2 * words.length) * 60_000) / charactersPerMinute / fastest));
}

/** Whether a part of a section is on the screen, and whether its end is. */
export interface OnScreen {
  readonly shown: boolean;
  readonly end: boolean;
}

export interface Stays {
  /** Records what is on the screen from a time on, in milliseconds; returns the numbers of the sections that have been read since the last look. */
  look(now: number, screen: readonly OnScreen[]): number[];
  /** In how many milliseconds the next section has been read if the reader stays where she is; undefined if she must move for it. */
  wait(): number | undefined;
}

/** Follows sections that must stay on the screen for so many milliseconds. */
export function followStays(needed: readonly number[]): Stays {
  const sections = needed.map((left) => ({ left, shown: false, ended: false, isRead: false }));
  let since = 0;
  return {
    look(now, screen) {
      const read = sections.flatMap((section, i) => {
        const { shown = false, end = false } = screen[i] ?? {};
        if (section.shown) section.left -= now - since;
        section.shown = shown;
        section.ended ||= end;
        if (section.isRead || !section.ended || section.left > 0) return [];
        section.isRead = true;
        return [i];
      });
      since = now;
      return read;
    },
    wait() {
      const waiting = sections.filter(({ shown, ended, isRead }) => shown && ended && !isRead);
      return waiting.length === 0 ? undefined : Math.min(...waiting.map(({ left }) => left));
    },
  };
}
