// The tracks and stages of the site, as the pages for teams name them.

import { isRecord, isString } from "../shared/json";

/** A track or a stage, under all its names. */
export interface Named {
  readonly id: string;
  readonly name: string;
  /** "" if there is none. */
  readonly short: string;
}

export function isNamed(value: unknown): value is Named {
  return isRecord(value) && [value["id"], value["name"], value["short"]].every(isString);
}
