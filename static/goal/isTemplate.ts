import { isRecord } from "../shared/json";
import type { Template } from "./template";

/** Whether a value is a template. Only the fields of the top are looked at, since a test holds the generator to the rest. */
export function isTemplate(value: unknown): value is Template {
  if (!isRecord(value) || typeof value["joined"] !== "string" || !isRecord(value["year"])) return false;
  const lists = ["inputs", "constants", "computed", "funnel", "process", "splits", "milestones", "smart", "variables", "compared", "results"];
  return lists.every((name) => Array.isArray(value[name]));
}
