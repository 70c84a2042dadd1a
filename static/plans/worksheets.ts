// The worksheets that a page has loaded to show several people's. Each is a script, because a
// page opened from a disk can load nothing else.

import { isTemplate } from "../goal/isTemplate";
import type { Template } from "../goal/template";
import { runScript } from "../shared/script";
import { trustedHTML } from "../shared/trusted";

declare global {
  interface Window {
    /** Called by the script of a worksheet with its HTML, its goal template and the template's hash. */
    cairnPaper?: (path: string, html: string, goal: unknown, hash: string) => void;
  }
}

/** A worksheet that can be printed or filled in, and the address of its script. */
export interface Choice {
  /** goals/saas/newcomer.html */
  readonly path: string;
  readonly script: string;
  readonly track: string;
  readonly stage: string;
  readonly title: string;
}

/** A worksheet that can be copied for a person. */
interface Blank {
  /** Trusted HTML: only while the script runs that hands it over does the page's policy take it. */
  readonly html: string;
  readonly goal: Template;
  readonly hash: string;
}

export class Worksheets {
  private readonly loaded = new Map<string, Blank>();
  /** What is copied, of the worksheets that were: a page that only computes parses no HTML. */
  private readonly parsed = new Map<string, HTMLTemplateElement>();
  private readonly loading = new Map<string, Promise<void>>();

  constructor() {
    window.cairnPaper = (path, html, goal, hash) => {
      if (!isTemplate(goal)) throw new Error(`there is no goal template in the script of ${path}`);
      this.loaded.set(path, { html: trustedHTML(html), goal, hash });
    };
  }

  has(path: string): boolean {
    return this.loaded.has(path);
  }

  goal(path: string): Template {
    return this.of(path).goal;
  }

  /** The hash of the template, by which a plan tells whether it was made for it. */
  hash(path: string): string {
    return this.of(path).hash;
  }

  /** A new copy of a worksheet without anything that a person writes. */
  copy(path: string): HTMLElement {
    const template = this.parsed.get(path) ?? document.createElement("template");
    if (!this.parsed.has(path)) template.innerHTML = this.of(path).html;
    this.parsed.set(path, template);
    const sheet = template.content.firstElementChild;
    if (!(sheet instanceof HTMLElement)) throw new Error(`there is no worksheet in the script of ${path}`);
    return document.importNode(sheet, true);
  }

  private of(path: string): Blank {
    const blank = this.loaded.get(path);
    if (blank === undefined) throw new Error(`the script of ${path} is not loaded`);
    return blank;
  }

  /** Loads the scripts of worksheets that are not loaded yet; returns those that cannot be loaded. */
  async load<C extends Pick<Choice, "path" | "script">>(choices: ReadonlySet<C>): Promise<C[]> {
    const failed = new Set<C>();
    await Promise.all([...choices].map((choice) => {
      const loading = this.loading.get(choice.path) ?? runScript(choice.script);
      this.loading.set(choice.path, loading);
      return loading.catch(() => {
        this.loading.delete(choice.path);
        failed.add(choice);
      });
    }));
    return [...choices].filter((choice) => failed.has(choice));
  }
}
