// What the worksheet gives the panel, and what the panel asks of it.

import type { Day } from "../goal/dates";
import type { Outlook } from "../goal/outlook";
import type { Entries } from "../goal/sheet";
import type { Template } from "../goal/template";
import type { Words } from "../shared/words";

/** A number that the reader holds: what she typed for it, and the key of the input that gives way. */
export interface Pin {
  readonly value: string;
  readonly gives: string;
}

/** The plan as it is now. */
export interface View {
  readonly entries: Entries;
  /** Computes the plan, and the rest of it after the closed quarters, with other entries. */
  readonly outlook: (entries: Entries) => Outlook;
  /** How many trials a planned rate counts for. */
  readonly prior: number;
  /** By the names of the outputs. */
  readonly pins: Readonly<Record<string, Pin>>;
  readonly today: Day;
}

/** The worksheet. */
export interface Host {
  readonly template: Template;
  readonly word: Words;
  /** Types a text into the field of an input. */
  readonly enter: (key: string, text: string) => void;
  /** Keeps a number that is held, or gives it up. */
  readonly hold: (name: string, pin: Pin | undefined) => void;
}
