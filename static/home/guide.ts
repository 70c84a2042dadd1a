// The reader's position: the number of days since joining, and the step of her playbook.

import { isRecord, isString } from "../shared/json";
import type { Kind } from "../storage/schema";

export interface Reader {
  readonly track: string;
  readonly stage: string;
  /** 2027-02-01 */
  readonly joined: string;
}

export interface Step {
  readonly month: number;
  readonly title: string;
  readonly url: string;
  readonly today: readonly string[];
}

export interface Guide {
  readonly track: string;
  readonly stage: string;
  readonly title: string;
  readonly url: string;
  readonly sheet: string;
  readonly steps: readonly Step[];
}

export function isGuide(value: unknown): value is Guide {
  if (!isRecord(value) || !Array.isArray(value["steps"])) return false;
  return ["track", "stage", "title", "url", "sheet"].every((name) => isString(value[name]));
}

/** Reads a saved value; "unreadable" if it is missing or invalid. */
export function readReader(saved: unknown): Reader | "unreadable" {
  if (!isRecord(saved)) return "unreadable";
  const { track, stage, joined } = saved;
  if (typeof track !== "string" || typeof stage !== "string" || typeof joined !== "string") return "unreadable";
  return /^\d{4}-\d\d-\d\d$/.test(joined) ? { track, stage, joined } : "unreadable";
}

/** The number of the day, counted from 1 on the day of joining; 0 or less before it. */
export function dayOf(joined: string, now: Date): number {
  const [year = 0, month = 1, day = 1] = joined.split("-").map(Number);
  const start = Date.UTC(year, month - 1, day);
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((today - start) / 86_400_000) + 1;
}

/** The reader's playbook and her present step; step is undefined after the last step, and the result if there is no playbook. */
export function stepAt(guides: readonly Guide[], reader: Reader, day: number): { guide: Guide; step: Step | undefined } | undefined {
  const guide = guides.find((g) => g.track === reader.track && g.stage === reader.stage);
  if (guide === undefined) return undefined;
  // A month counts as a twelfth of a year, which is precise enough for steps of several months.
  return { guide, step: guide.steps.find((step) => day <= Math.round((step.month * 365) / 12)) };
}

export const readerKind: Kind<Reader> = { name: "reader", asks: true, read: readReader };
