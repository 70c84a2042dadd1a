// What the page of a team saves: its table as CSV, and the workbook. The page loads this script
// when the manager asks for one of them.

import { writeCsv } from "./shared/csv";
import { csvOf } from "./team/csv";
import { type Content, workbookOf } from "./team/workbook";

declare global {
  interface Window {
    /** Makes the file with this extension: .csv or .xlsx. */
    cairnTeamFile?: (extension: string, content: Content) => Blob;
  }
}

window.cairnTeamFile = (extension, content) =>
  extension === ".csv"
    ? new Blob([writeCsv(csvOf(content))], { type: "text/csv" })
    : new Blob([workbookOf(content)], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
