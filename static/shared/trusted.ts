// The site's Trusted Types policy. Where a site is served with require-trusted-types-for
// 'script', a browser accepts script addresses and HTML from this policy alone. It admits
// only those of the site itself, and applies the same rules without Trusted Types.

/** A browser's policy returns trusted values, which TypeScript's DOM types also declare as strings. */
interface Policy {
  createScriptURL(url: string): string;
  createHTML(html: string): string;
}

declare global {
  interface Window {
    trustedTypes?: { createPolicy(name: string, rules: Pick<Policy, keyof Policy>): Policy };
    /** The policy, shared by all bundles because it can be created only once. */
    cairnPolicy?: Policy;
  }
}

/** The address of a script of the site; throws for any other. */
export function trustedScript(url: string): string {
  return policy().createScriptURL(url);
}

/** HTML that a running script of the site passes in; throws at any other time. */
export function trustedHTML(html: string): string {
  return policy().createHTML(html);
}

function policy(): Policy {
  const rules = { createScriptURL: ownScript, createHTML: ownHTML };
  return (window.cairnPolicy ??= window.trustedTypes?.createPolicy("cairn", rules) ?? rules);
}

function ownScript(url: string): string {
  if (isOwn(url)) return url;
  throw new TypeError(`not a script of this site: ${url}`);
}

function ownHTML(html: string): string {
  const running = document.currentScript;
  if (running instanceof HTMLScriptElement && isOwn(running.src)) return html;
  throw new TypeError("HTML that no script of this site hands over");
}

/** Whether an address is that of a script in the site's folder. */
function isOwn(url: string): boolean {
  const root = new URL(document.documentElement.dataset["root"] || ".", location.href);
  const { href, pathname } = new URL(url, location.href);
  return href.startsWith(root.href) && pathname.endsWith(".js");
}
