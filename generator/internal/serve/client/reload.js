// The development server's part of a page: takes over what has changed, and
// shows what is wrong with the source. Never published.
(() => {
  "use strict";
  const script = document.currentScript;
  let { version, files } = script.dataset;
  script.remove();
  const memory = "_cairn/place";
  // The page as the server sent it, before the scripts that wait for its end.
  let sent = document.documentElement.cloneNode(true);

  // The server's own HTML, which where there are Trusted Types takes a policy.
  const policy = window.trustedTypes?.createPolicy("cairn-serve", { createHTML: (html) => html });
  const parse = (html) => new DOMParser().parseFromString(policy?.createHTML(html) ?? html, "text/html");

  // ---- taking over what has changed

  let wanted = version;
  let updating = false;

  async function update() {
    if (updating) return;
    updating = true;
    try {
      while (wanted !== version) {
        const next = await fetchPage();
        if (next.version === version) break; // an older one was wanted
        if (!takeOver(next)) return reload();
        version = next.version;
      }
    } catch {
      // The server has gone. When it is back it tells its version again.
    } finally {
      updating = false;
    }
  }

  async function fetchPage() {
    const response = await fetch(location.href, { cache: "no-store" });
    const page = parse(await response.text()).documentElement;
    const own = page.querySelector('script[src="/_cairn/reload.js"]');
    const { version, files } = own.dataset;
    own.remove();
    return { page, version, files };
  }

  // takeOver changes the page into the next one, or leaves it as it is and says
  // that this cannot be done.
  function takeOver(next) {
    const live = document.documentElement;
    const [head, body] = [sent.querySelector("head"), sent.querySelector("body")];
    const [nextHead, nextBody] = [next.page.querySelector("head"), next.page.querySelector("body")];
    const steps = [];
    const possible = !loadedMore() && sameAttributes(sent, next.page) && same(scripts(sent), scripts(next.page)) &&
      planStyles(head, nextHead, steps) && sameAttributes(body, nextBody) && plan(document.body, trim(body), trim(nextBody), steps);
    if (!possible) return false;
    for (const step of steps) step();
    document.title = nextHead.querySelector("title")?.textContent ?? "";
    if (next.files !== files) showPictures(live, next.version);
    [sent, files] = [next.page, next.files];
    return true;
  }

  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const scripts = (page) => [...page.querySelectorAll("script")].map((s) => s.outerHTML);
  const styles = (head) => [...head.querySelectorAll('link[rel="stylesheet"]:not(#cairn-style)')];

  function sameAttributes(a, b) {
    const list = (e) => [...e.attributes].map((a) => [a.name, a.value]).filter(([name]) => name !== "data-theme").sort();
    return same(list(a), list(b));
  }

  // loadedMore tells whether the page has run scripts that it does not name, such
  // as the search index: what they know may be out of date.
  function loadedMore() {
    const named = new Set([...sent.querySelectorAll("script[src]")].map((s) => new URL(s.getAttribute("src"), location.href).href));
    return performance.getEntriesByType("resource").some(({ name, initiatorType }) =>
      initiatorType === "script" && !named.has(name) && !name.startsWith(location.origin + "/_cairn/"));
  }

  function planStyles(was, is, steps) {
    const [here, before, after] = [document.head, was, is].map(styles);
    if (before.length !== after.length || here.length !== before.length) return false;
    before.forEach((link, i) => {
      if (!link.isEqualNode(after[i])) steps.push(() => exchange(here[i], document.importNode(after[i], true)));
    });
    return true;
  }

  // The old look stays until the new one is there.
  function exchange(link, next) {
    next.addEventListener("load", () => link.remove());
    next.addEventListener("error", () => reload());
    link.after(next);
  }

  // The parser puts what stands behind the body at its end.
  function trim(body) {
    while (body.lastChild?.nodeType === Node.TEXT_NODE && body.lastChild.data.trim() === "") body.lastChild.remove();
    return body;
  }

  // plan finds the steps that make of a live element, which was sent in one way, what
  // is now sent in another. It is false where a script may have taken hold of what
  // would change.
  function plan(live, was, is, steps) {
    if (was.isEqualNode(is)) return true;
    if (live?.nodeName !== was.nodeName || /^(textarea|select|script|style|template|dialog)$/i.test(live.nodeName)) return false;
    if (was.nodeType === Node.TEXT_NODE) {
      steps.push(() => (live.data = is.data));
      return live.data === was.data;
    }
    const [here, old, next] = [live, was, is].map((node) => [...node.childNodes]);
    if (here.length < old.length) return false;
    let start = 0;
    while (start < Math.min(old.length, next.length) && old[start].isEqualNode(next[start])) start++;
    let end = 0;
    while (end < Math.min(old.length, next.length) - start && old.at(-1 - end).isEqualNode(next.at(-1 - end))) end++;
    const leaving = old.slice(start, old.length - end);
    const coming = next.slice(start, next.length - end);
    const there = here.slice(start, old.length - end);
    if (leaving.length === coming.length && leaving.every((node, i) => alike(node, coming[i]))) {
      return leaving.every((node, i) => plan(there[i], node, coming[i], steps));
    }
    const behind = here[old.length - end] ?? null;
    steps.push(() => {
      for (const node of there) node.remove();
      for (const node of coming) live.insertBefore(document.importNode(node, true), behind);
    });
    return there.every((node, i) => node.isEqualNode(leaving[i])) && ![...leaving, ...coming].some(mayBeHeld);
  }

  function alike(a, b) {
    if (a.nodeName !== b.nodeName) return false;
    return a.nodeType === Node.TEXT_NODE || a.nodeType === Node.ELEMENT_NODE && sameAttributes(a, b);
  }

  // mayBeHeld tells whether scripts find such a node: by an id, by data, by being
  // something that one uses.
  function mayBeHeld(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return false;
    const held = '[id], a[href^="#"], button, input, select, textarea, form, output, script, template, dialog';
    return [node, ...node.querySelectorAll("*")].some((e) => e.matches(held) || e.getAttributeNames().some((name) => name.startsWith("data-")));
  }

  // A picture keeps its address when it changes.
  function showPictures(page, version) {
    for (const image of page.querySelectorAll("img[src]")) {
      const url = new URL(image.src);
      if (url.origin !== location.origin) continue;
      url.search = version;
      image.src = url.href;
    }
  }

  // ---- loading again

  let composing = false;
  let waiting = false;

  function reload() {
    waiting = composing; // a character that is being put together would be lost
    if (composing) return;
    remember();
    location.reload();
  }

  // field is a selector of what has the focus.
  function field(element) {
    if (element?.id) return "#" + CSS.escape(element.id);
    return element?.name ? `[name="${CSS.escape(element.name)}"]` : "";
  }

  // Storage may be refused; then the page starts at its top.
  function remember() {
    const { activeElement: at } = document;
    const { value, selectionStart: start, selectionEnd: end } = at ?? {};
    const open = [...document.querySelectorAll("details:not(#cairn-panel *)")].map((details) => details.open);
    try {
      sessionStorage.setItem(memory, JSON.stringify({ path: location.pathname, left: scrollX, top: scrollY, field: field(at), value, start, end, open }));
    } catch {}
  }

  function recall() {
    try {
      const place = JSON.parse(sessionStorage.getItem(memory));
      sessionStorage.removeItem(memory);
      if (place?.path !== location.pathname) return;
      const all = document.querySelectorAll("details:not(#cairn-panel *)");
      if (all.length === place.open.length) all.forEach((details, i) => (details.open = place.open[i]));
      if (place.field) refocus(document.querySelector(place.field), place);
      scrollTo({ left: place.left, top: place.top, behavior: "instant" });
    } catch {}
  }

  function refocus(element, { value, start, end }) {
    element.focus({ preventScroll: true });
    if (typeof value === "string" && element.value !== value) {
      element.value = value;
      element.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (typeof start === "number") element.setSelectionRange(start, end);
  }

  // ---- showing what is wrong

  const folded = "_cairn/folded";
  let shown = "";

  // What the author has folded stays so on every page, until the faults are others. Storage may be refused.
  function wasFolded() {
    try {
      return sessionStorage.getItem(folded) === shown;
    } catch {
      return false;
    }
  }

  function rememberFold({ target }) {
    try {
      if (target.open) sessionStorage.removeItem(folded);
      else sessionStorage.setItem(folded, shown);
    } catch {}
  }

  function show(html) {
    if (html === shown) return; // it may have been closed
    shown = html;
    const old = document.getElementById("cairn-panel");
    const made = parse(html).querySelector("#cairn-panel");
    if (made === null) return old?.remove();
    const next = document.importNode(made, true);
    const details = next.querySelector("details");
    if (wasFolded()) details.open = false;
    details.addEventListener("toggle", rememberFold);
    addStyle();
    if (old === null) document.documentElement.append(next);
    else old.replaceWith(next);
  }

  function addStyle() {
    if (document.getElementById("cairn-style")) return;
    const link = document.createElement("link");
    link.id = "cairn-style";
    link.rel = "stylesheet";
    link.href = "/_cairn/overlay.css";
    document.head.append(link);
  }

  function escape(event) {
    const open = event.key === "Escape" && !event.isComposing && document.querySelector("#cairn-panel details[open]");
    if (open) open.open = false;
  }

  // ---- hearing of it

  let channel = null;

  function hear(message) {
    const state = JSON.parse(message.data);
    show(state.panel);
    wanted = state.version;
    void update();
  }

  // A page that nobody sees lets go of its channel: a browser opens six to one
  // server, and seven tabs would wait for each other. What it missed it hears
  // when it is seen again.
  function listen() {
    channel?.close();
    channel = null;
    if (document.visibilityState === "visible") {
      channel = new EventSource("/_cairn/events");
      channel.onmessage = hear;
    }
  }

  addEventListener("load", recall);
  addEventListener("pageshow", listen);
  addEventListener("pagehide", () => channel?.close());
  document.addEventListener("visibilitychange", listen);
  document.addEventListener("keydown", escape);
  document.addEventListener("compositionstart", () => (composing = true));
  document.addEventListener("compositionend", () => {
    composing = false;
    if (waiting) setTimeout(reload);
  });
})();
