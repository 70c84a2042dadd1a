// Whether the year's result is still within reach. The worksheet loads this script when the
// reader opens that part.

import { Panel } from "./year/panel";
import type { Host } from "./year/view";

declare global {
  interface Window {
    cairnYear?: (root: HTMLElement, host: Host) => Panel;
  }
}

window.cairnYear = (root, host) => new Panel(root, host);
