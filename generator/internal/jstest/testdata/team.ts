// What the tests of a team's sums call.
export { reportOf, shareOf } from "../../../../static/team/report";
export { leftOf } from "../../../../static/team/rollup";
export { shareOut } from "../../../../static/team/spare";
