export { evaluatorOf } from "../../../../static/goal/evaluate";
export { causesOf, readingOf, statedLike } from "../../../../static/plans/quote";
