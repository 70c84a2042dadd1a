// Finds the plans in the files that a reader drops on a page: the file of one plan, what a
// whole browser has exported, or a workbook that was filled in. Any file may be dropped, so
// nothing in it is trusted.

import { parseKey, Schema } from "../storage/schema";
import { maxMegabytes, readExport } from "../storage/parseExport";
import { readPlan, type SavedPlan } from "../worksheet/saved";
import { planKind } from "../worksheet/shelf";
import { isWorkbook, planIn } from "./workbook";

/** A plan, and the name of the file that has it. */
export interface Found {
  readonly file: string;
  readonly plan: SavedPlan;
}

/**
 * Why a file, or a plan in it, does not count: the key of its text. The workbook's reasons are those of plans/workbook.ts; toolarge
 * to unreadable concern a file, the others a plan.
 */
export type Reason =
  | "toolarge" | "garbage" | "newer" | "empty" | "unreadable"
  | "othersite" | "nosheet" | "notloaded" | "otheryear" | "otherversion" | "same" | "older" | "edited" | "twice";

/** A file or plan that does not count, and what the text says of it: a site, a worksheet, a year, a person, another file. */
export interface LeftOut {
  readonly file: string;
  readonly why: string;
  readonly about: string;
}

export interface Content {
  readonly plans: readonly Found[];
  readonly leftOut: readonly LeftOut[];
}

const schema = new Schema([planKind]);

/** The plans of a text file. `sites` are the site's id and its former ones. */
function plansIn(file: string, text: string, sites: readonly string[]): Content {
  const leaveOut = (why: Reason, about = ""): Content => ({ plans: [], leftOut: [{ file, why, about }] });
  const read = readExport(schema, text);
  if (typeof read === "string") return leaveOut(read);
  if (read.site != null && !sites.includes(read.site)) return leaveOut("othersite", read.site);
  const plans = [...read.values].flatMap(([key, { value }]): Found[] => {
    const plan = readPlan(value);
    if (plan === undefined || plan === "unreadable") return [];
    const path = parseKey(key).page || plan.template.path;
    return [{ file, plan: { ...plan, template: { ...plan.template, path } } }];
  });
  const unreadable = read.skipped.filter((key) => parseKey(key).name === planKind.name);
  return { plans, leftOut: unreadable.map((key) => ({ file, why: "unreadable", about: parseKey(key).page })) };
}

/** The plans of a file that a reader has brought: a text file, or a workbook that was filled in. */
export async function readPlans(file: File, sites: readonly string[]): Promise<Content> {
  const leaveOut = (why: string, about: string): Content => ({ plans: [], leftOut: [{ file: file.name, why, about }] });
  if (file.size > maxMegabytes * 1e6) return leaveOut("toolarge", String(maxMegabytes));
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return isWorkbook(bytes) ? bookPlans(file.name, bytes, sites) : plansIn(file.name, new TextDecoder("utf-8", { fatal: true }).decode(bytes), sites);
  } catch {
    return leaveOut("garbage", ""); // a folder, a file that is gone, or a text that is not UTF-8
  }
}

function bookPlans(file: string, bytes: Uint8Array, sites: readonly string[]): Content {
  const book = planIn(bytes);
  const leaveOut = (why: string, about: string): Content => ({ plans: [], leftOut: [{ file, why, about }] });
  if ("refused" in book) return leaveOut(book.refused, book.refused === "toolarge" ? String(maxMegabytes) : book.of.slice(0, 5).join(" · "));
  return sites.includes(book.site) ? { plans: [{ file, plan: book.plan }], leftOut: [] } : leaveOut("othersite", book.site);
}

/** The name by which a plan is called on the page: that of the person, or else of its file. */
export function nameOf({ file, plan }: Found): string {
  return plan.person || file.replace(/(\.cairn)?\.json$|\.xlsx$/i, "");
}
