// What the tests of a plan after closed quarters call.
export { Calendar } from "../../../../static/goal/calendar";
export { evaluatorOf } from "../../../../static/goal/evaluate";
export { outlook, planOf } from "../../../../static/goal/outlook";
export { judge } from "../../../../static/goal/verdict";
export { shortfallOf } from "../../../../static/year/shortfall";
