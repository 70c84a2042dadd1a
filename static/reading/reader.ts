// Who the reader said that she is, on the home page.

import { isDate } from "../goal/dates";
import { isRecord } from "../shared/json";
import type { Kind } from "../storage/schema";

export interface Reader {
  readonly track: string;
  readonly stage: string;
  /** 2027-02-01 */
  readonly joined: string;
}

/** Reads a saved value; "unreadable" if it is missing or invalid. */
export function readReader(saved: unknown): Reader | "unreadable" {
  if (!isRecord(saved)) return "unreadable";
  const { track, stage, joined } = saved;
  if (typeof track !== "string" || typeof stage !== "string" || typeof joined !== "string") return "unreadable";
  return isDate(joined) ? { track, stage, joined } : "unreadable";
}

export const readerKind: Kind<Reader> = { name: "reader", asks: true, read: readReader };
