// When the page does the work that follows a change: its first step in the next frame, and further
// steps as long as little time has passed; the rest in slices, between which the browser takes keystrokes
// and paints. A newer change drops the rest and begins anew.

/** The milliseconds after which the rest of the work waits until the frame is painted, and then after which each slice ends. */
const FRAME = 4;
const SLICE = 8;

export class Slices {
  private frame = 0;
  private timer = 0;
  private work: Iterator<void, void> | undefined;
  private isRunning = false;

  /** begin starts the work; the first step, up to the first yield, is never split. */
  constructor(private readonly begin: () => Iterator<void, void>) {}

  /** Begins the work anew in the next frame, however many changes arrive before it. */
  request(): void {
    this.drop();
    this.frame ||= requestAnimationFrame(() => this.start(FRAME));
  }

  /** Does now what is left of the work. */
  finish(): void {
    if (this.isRunning) return; // the work has moved the focus
    if (this.frame !== 0) this.start(Infinity);
    else this.run(Infinity);
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.work = undefined;
  }

  private start(time: number): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
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
