// What the tests of the odds of a plan call.
export { Calendar } from "../../../../static/goal/calendar";
export { outlook, planOf } from "../../../../static/goal/outlook";
export { changesOf } from "../../../../static/year/changes";
export { chancesOf, stagesOf } from "../../../../static/year/chances";
