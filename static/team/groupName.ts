import type { Named } from "../plans/names";
import type { Report } from "./report";
import type { Group } from "./rollup";
import type { Shown } from "./tableView";

/** A group is called by its track, and by its stages where a track has several groups. */
export function groupName({ track, rows }: Group<Shown>, { groups }: Report<Shown>, { tracks, stages }: { readonly tracks: readonly Named[]; readonly stages: readonly Named[] }): string {
  const names = [tracks.find(({ id }) => id === track)?.name ?? ""];
  if (groups.filter((other) => other.track === track).length > 1) {
    const ids = new Set(rows.map(({ stage }) => stage));
    names.push(stages.filter(({ id }) => ids.has(id)).map(({ name }) => name).join(" "));
  }
  return names.filter(Boolean).join(" · ");
}
