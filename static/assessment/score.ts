// Computes the scores of an assessment, as the comment of the generator's package
// assessment specifies.

import { isRecord, isString } from "../shared/json";

export interface Assessment {
  readonly title: string;
  readonly scales: readonly {
    readonly id: string;
    readonly name: string;
    /** In percent, by profile. */
    readonly expect: Readonly<Record<string, number>>;
  }[];
  readonly profiles: readonly { readonly id: string; readonly name: string }[];
  readonly questions: readonly {
    readonly text: string;
    readonly answers: readonly { readonly text: string; readonly points: Readonly<Record<string, number>> }[];
  }[];
  readonly record: { readonly fields: readonly string[]; readonly evidence: string } | null;
}

/** Whether a value is a questionnaire, as far as its own fields tell: the generator writes their items. */
export function isAssessment(value: unknown): value is Assessment {
  return isRecord(value) && isString(value["title"]) && ["scales", "profiles", "questions"].every((name) => Array.isArray(value[name]));
}

/** The points of each scale as a percentage of its maximum; chosen has the index of the answer to each question. */
export function score(assessment: Assessment, chosen: readonly (number | undefined)[]): Map<string, number> {
  const scores = new Map<string, number>();
  for (const { id } of assessment.scales) {
    let points = 0;
    let most = 0;
    assessment.questions.forEach(({ answers }, i) => {
      points += answers[chosen[i] ?? -1]?.points[id] ?? 0;
      most += Math.max(0, ...answers.map((answer) => answer.points[id] ?? 0));
    });
    scores.set(id, most === 0 ? 0 : (100 * points) / most);
  }
  return scores;
}

/** The corners of a radar chart's polygon around the origin, the first at the top; the twin of the generator's assessment/radar.go. */
export function polygon(percents: readonly number[]): string {
  const round = (x: number): number => Math.round(x * 10) / 10;
  return percents
    .map((percent, i) => {
      const angle = (2 * Math.PI * i) / percents.length - Math.PI / 2;
      return `${round(percent * Math.cos(angle))},${round(percent * Math.sin(angle))}`;
    })
    .join(" ");
}
