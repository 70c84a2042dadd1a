// The section for the end of a quarter. The worksheet loads this script when the reader opens it.

import type { Words } from "./shared/words";
import type { Template } from "./goal/template";
import { Quarter, type Host } from "./worksheet/quarter";

declare global {
  interface Window {
    cairnQuarter?: (body: HTMLElement, template: Template, word: Words, host: Host) => Quarter;
  }
}

window.cairnQuarter = (body, template, word, host) => new Quarter(body, template, word, host);
