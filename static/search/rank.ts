// Ranking: BM25F over title, heading and body, with their weights before
// saturation. Sections are of one size by nature, so lengths do not count.

import type { Posting } from "./postings";

/** A piece of a query: the postings of its terms, of which so many are required in a section. */
export interface Clause {
  readonly terms: readonly (readonly Posting[])[];
  readonly required: number;
  /** The terms stand for each other, as alternatives weigh them, instead of next to each other. */
  readonly alternatives?: boolean;
}

/** A page with its best section. */
export interface Found {
  readonly page: number;
  readonly section: number;
}

const saturation = 1.2;
const weights: Readonly<Record<number, number>> = { 1: 8, 2: 4, 4: 1 };
/** What a string that stands as it was typed counts more than its pieces. */
const contiguous = 4;

/** What a word counts as it was typed, as the beginning of a longer one, and as the beginning of what sounds so. */
const alternatives = [contiguous, 1, 1];

interface Hit {
  page: number;
  section: number;
  /** How many terms stand in the section. */
  terms: number;
  weight: number;
  /** Whether the terms stand next to each other somewhere. */
  whole: boolean;
}

export function rank(clauses: readonly Clause[], pages: number): Found[] {
  const perClause = clauses.map((clause) => hits(clause));
  const scores = new Map<number, { whole: number; score: number; clauses: number; sections: Map<number, number> }>();
  for (const list of perClause) {
    const byPage = groupBy(list, (hit) => hit.page);
    const idf = Math.log(1 + (pages - byPage.size + 0.5) / (byPage.size + 0.5));
    for (const [page, pageHits] of byPage) {
      const entry = scores.get(page) ?? { whole: 0, score: 0, clauses: 0, sections: new Map<number, number>() };
      scores.set(page, entry);
      entry.clauses++;
      entry.whole += pageHits.some((hit) => hit.whole) ? 1 : 0;
      let weight = 0;
      for (const hit of pageHits) {
        weight += hit.weight;
        const score = (idf * hit.weight) / (saturation + hit.weight) + (hit.whole ? idf : 0);
        entry.sections.set(hit.section, (entry.sections.get(hit.section) ?? 0) + score);
      }
      entry.score += (idf * weight) / (saturation + weight);
    }
  }
  return [...scores]
    .filter(([, entry]) => entry.clauses === clauses.length)
    .sort(([p, a], [q, b]) => b.whole - a.whole || b.score - a.score || p - q)
    .map(([page, entry]) => ({ page, section: best(entry.sections) }));
}

function best(sections: ReadonlyMap<number, number>): number {
  let found = 0;
  let most = -1;
  for (const [section, score] of [...sections].sort(([a], [b]) => a - b)) {
    if (score > most) [found, most] = [section, score];
  }
  return found;
}

/** The sections in which enough of a clause's terms stand. */
function hits(clause: Clause): Hit[] {
  const bySection = new Map<string, { hit: Hit; fields: Map<number, (Set<number> | undefined)[]> }>();
  clause.terms.forEach((postings, term) => {
    const seen = new Set<string>();
    for (const { page, section, field, positions } of postings) {
      const key = `${page} ${section}`;
      const entry = bySection.get(key) ?? { hit: { page, section, terms: 0, weight: 0, whole: false }, fields: new Map() };
      bySection.set(key, entry);
      if (!seen.has(key)) entry.hit.terms++;
      seen.add(key);
      const fields = entry.fields.get(field) ?? [];
      entry.fields.set(field, fields);
      const known = fields[term] ?? new Set<number>();
      fields[term] = known;
      for (const position of positions) known.add(position);
    }
  });
  const found: Hit[] = [];
  for (const { hit, fields } of bySection.values()) {
    if (hit.terms < clause.required) continue;
    for (const [field, terms] of fields) weigh(hit, clause, weights[field] ?? 1, terms);
    found.push(hit);
  }
  return found;
}

function weigh(hit: Hit, clause: Clause, weight: number, terms: readonly (ReadonlySet<number> | undefined)[]): void {
  if (clause.alternatives === true) {
    alternatives.forEach((worth, i) => (hit.weight += weight * worth * (terms[i]?.size ?? 0)));
    hit.whole ||= (terms[0]?.size ?? 0) > 0;
    return;
  }
  const runs = occurrences(terms, clause.terms.length);
  const pieces = terms.reduce((sum, positions) => sum + (positions?.size ?? 0), 0) / clause.terms.length;
  hit.weight += weight * (contiguous * runs + pieces);
  hit.whole ||= runs > 0;
}

/** How often the terms stand next to each other. */
function occurrences(terms: readonly (ReadonlySet<number> | undefined)[], count: number): number {
  let runs = 0;
  for (const start of terms[0] ?? []) {
    let i = 1;
    while (i < count && terms[i]?.has(start + i) === true) i++;
    if (i === count) runs++;
  }
  return runs;
}

function groupBy<T>(list: readonly T[], key: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of list) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
