// What the tests that free an input call.
export { Calendar } from "../../../../static/goal/calendar";
export { Plan } from "../../../../static/goal/compute";
export { solveFor, tornado } from "../../../../static/year/solve";
