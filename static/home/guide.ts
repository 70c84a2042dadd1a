// Where a reader stands: the days since joining, and the step of her playbook.

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

/** Reads what is kept of the reader: "unreadable" if nothing is, or something else. */
export function readReader(kept: unknown): Reader | "unreadable" {
  if (!isRecord(kept)) return "unreadable";
  const { track, stage, joined } = kept;
  if (typeof track !== "string" || typeof stage !== "string" || typeof joined !== "string") return "unreadable";
  return /^\d{4}-\d\d-\d\d$/.test(joined) ? { track, stage, joined } : "unreadable";
}

/** The day since joining, the first being 1; 0 and less before. */
export function dayOf(joined: string, now: Date): number {
  const [year = 0, month = 1, day = 1] = joined.split("-").map(Number);
  const start = Date.UTC(year, month - 1, day);
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((today - start) / 86_400_000) + 1;
}

/** The reader's playbook and the step that she is in, which is none once all are over or if it has none; undefined without a playbook. */
export function stepAt(guides: readonly Guide[], reader: Reader, day: number): { guide: Guide; step: Step | undefined } | undefined {
  const guide = guides.find((g) => g.track === reader.track && g.stage === reader.stage);
  if (guide === undefined) return undefined;
  // A month is counted as a twelfth of a year, which is near enough for a step of several.
  return { guide, step: guide.steps.find((step) => day <= Math.round((step.month * 365) / 12)) };
}

export const readerKind: Kind<Reader> = { name: "reader", asks: true, read: readReader };
