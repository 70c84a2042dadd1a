// What the tests of two plans side by side call.
export { Calendar } from "../../../../static/goal/calendar";
export { evaluatorOf } from "../../../../static/goal/evaluate";
export { entryText } from "../../../../static/goal/entry";
export { actualsOf } from "../../../../static/worksheet/actuals";
export { entriesOf } from "../../../../static/worksheet/entries";
export { emptyPlan, joinPlans, readPlan } from "../../../../static/worksheet/saved";
export { rowsOf, settle } from "../../../../static/plans/chairs";
export { effectOf, outcomeOf } from "../../../../static/plans/outcome";
