// Makes the calendar file of a worksheet's plan. The worksheet loads this script when the reader asks for the file.

import { textsOf } from "./worksheet/due";
import { calendarFile, type Source } from "./worksheet/ics";

declare global {
  interface Window {
    /** Returns "" if nothing is left for a calendar. */
    cairnCalendar?: (page: HTMLElement, source: Omit<Source, "texts">) => string;
  }
}

window.cairnCalendar = (page, source) => calendarFile({ ...source, texts: textsOf(page) });
