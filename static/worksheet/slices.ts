// When the page does the work that follows a change: after the frame that shows the change, so that a keystroke
// is on the screen before anything is computed, and in slices, between which the browser takes keystrokes
// and paints. A newer change drops the rest and begins anew.

/** The milliseconds after which a slice ends. */
const SLICE = 8;

export class Slices {
  private isRequested = false;
  private timer = 0;
  private work: Iterator<void, void> | undefined;
  private isRunning = false;

  /** begin starts the work; a step, up to the next yield, is never split. */
  constructor(private readonly begin: () => Iterator<void, void>) {}

  /** Begins the work anew after the next frame, however many changes arrive before it. */
  request(): void {
    this.drop();
    if (this.isRequested) return;
    this.isRequested = true;
    requestAnimationFrame(() => setTimeout(() => {
      if (this.isRequested) this.start(SLICE);
    }));
  }

  /** Does now what is left of the work. */
  finish(): void {
    if (this.isRunning) return; // the work has moved the focus
    if (this.isRequested) this.start(Infinity);
    else this.run(Infinity);
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.work = undefined;
  }

  private start(time: number): void {
    this.isRequested = false;
    this.work = this.begin();
    this.run(time);
  }

  private run(time: number): void {
    clearTimeout(this.timer);
    const until = performance.now() + time;
    const { work } = this;
    this.isRunning = true;
    try {
      while (work !== undefined && work === this.work) {
        if (work.next().done === true) this.work = undefined;
        else if (performance.now() >= until) break;
      }
    } finally {
      this.isRunning = false;
    }
    if (work !== undefined && work === this.work) this.timer = setTimeout(() => this.run(SLICE));
  }
}
