// Keys the papers of a planning session in. The page that prints worksheets loads this script
// when the reader begins with it.

import { type Host, Keying } from "./print/keying";

declare global {
  interface Window {
    cairnKeying?: (panel: HTMLElement, host: Host) => Keying;
  }
}

window.cairnKeying = (panel, host) => new Keying(panel, host);
