// What the reader can undo: her changes of plans since the page was opened, of which each
// step holds the plans before and after it.

import type { Change } from "./plan";

/** One step: changes by the key of a plan. */
export type Step = ReadonlyMap<string, Change>;

const maxSteps = 500;

export class History {
  private readonly done: Step[] = [];
  private readonly undone: Step[] = [];
  /** The name of the last step, which the next change continues if it has the same name; "" if it cannot be continued. */
  private name = "";

  /** Adds a step. Successive steps of the same name are joined until `seal` is called. */
  record(step: Step, name = ""): void {
    this.undone.length = 0;
    const last = this.done[this.done.length - 1];
    if (name !== "" && name === this.name && last !== undefined) this.done[this.done.length - 1] = merged(last, step);
    else this.done.push(step);
    if (this.done.length > maxSteps) this.done.shift();
    this.name = name;
  }

  /** Ends the last step: the reader has left the field. */
  seal(): void {
    this.name = "";
  }

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** Takes the last step back. Returns the changes to make, none if there is no step. */
  undo(): Step {
    this.seal();
    const step = this.done.pop();
    if (step === undefined) return new Map();
    this.undone.push(step);
    return new Map([...step].map(([key, { before, after }]) => [key, { before: after, after: before }]));
  }

  /** Repeats the step that was undone last. */
  redo(): Step {
    this.seal();
    const step = this.undone.pop();
    if (step === undefined) return new Map();
    this.done.push(step);
    return step;
  }
}

function merged(first: Step, second: Step): Step {
  return new Map([...second].map(([key, { before, after }]) => [key, { before: first.has(key) ? first.get(key)?.before : before, after }]));
}
