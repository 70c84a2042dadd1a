// The development server's part of a page: reloads it when the site has changed
// and lays the errors over it while there are any. Never published.
(() => {
  "use strict";
  const { version } = document.currentScript.dataset;
  const memory = "_cairn/scroll";
  let channel = null;
  let hidden = ""; // the errors that the reader has put away

  // element makes an element; everything it is given is text, never markup.
  function element(tag, className, ...children) {
    const node = document.createElement(tag);
    node.className = className;
    node.append(...children);
    return node;
  }

  function showFault(fault) {
    const item = element("li", "cairn-fault",
      element("p", "cairn-place", fault.place, " ", element("b", "cairn-" + fault.severity, fault.severity)),
      element("p", "cairn-message", fault.message));
    if (fault.before || fault.mark) {
      item.append(element("pre", "cairn-line", fault.before, element("mark", "cairn-mark", fault.mark || " "), fault.after));
    }
    if (fault.help) {
      item.append(element("p", "cairn-help", fault.help));
    }
    return item;
  }

  function heading(state) {
    const more = state.count - state.faults.length;
    return "The site was not rebuilt: mend " +
      (state.count === 1 ? "this" : "these") + " and it appears by itself" +
      (more > 0 ? ` (the first ${state.faults.length} of ${state.count})` : "");
  }

  function overlay(state, text) {
    const close = element("button", "cairn-close", "Hide");
    close.type = "button";
    close.addEventListener("click", () => {
      hidden = text;
      clear();
    });
    const box = element("section", "cairn-overlay",
      element("header", "cairn-header", element("h2", "cairn-heading", heading(state)), close),
      element("ol", "cairn-faults", ...state.faults.map(showFault)));
    box.id = "cairn-overlay";
    box.lang = "en";
    box.setAttribute("role", "alert");
    return box;
  }

  function addStyle() {
    if (document.getElementById("cairn-style")) return;
    const link = element("link", "");
    link.id = "cairn-style";
    link.rel = "stylesheet";
    link.href = "/_cairn/overlay.css";
    document.head.append(link);
  }

  function clear() {
    document.getElementById("cairn-overlay")?.remove();
  }

  function show(state) {
    const text = JSON.stringify(state.faults);
    clear();
    if (state.faults.length === 0) {
      hidden = "";
    } else if (text !== hidden) {
      addStyle();
      document.body.append(overlay(state, text));
    }
  }

  // Storage may be refused; then the page starts at its top.
  function remember() {
    try {
      sessionStorage.setItem(memory, JSON.stringify([location.pathname, scrollX, scrollY]));
    } catch {}
  }

  function recall() {
    try {
      const [path, left, top] = JSON.parse(sessionStorage.getItem(memory));
      sessionStorage.removeItem(memory);
      if (path === location.pathname) scrollTo({ left, top, behavior: "instant" });
    } catch {}
  }

  function hear(message) {
    const state = JSON.parse(message.data);
    if (state.version !== version) {
      remember();
      location.reload();
    } else {
      show(state);
    }
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
})();
