// What the tests of a row of a team call.
export { Calendar } from "../../../../static/goal/calendar";
export { entryText } from "../../../../static/goal/entry";
export { evaluatorOf } from "../../../../static/goal/evaluate";
export { outlook, planOf } from "../../../../static/goal/outlook";
export { judge } from "../../../../static/goal/verdict";
export { memberOf } from "../../../../static/plans/member";
export { rowOf } from "../../../../static/team/row";
export { spareOf } from "../../../../static/team/spare";
