// The page of parts: shows a scene, which is a page of the site of parts after some steps of a
// reader, in frames of the chosen width, one for each chosen theme.
(async () => {
  "use strict";
  const accents = ["", "teal", "indigo", "amber", "plum", "moss", "rust", "slate"];
  const form = document.querySelector("form");
  const folder = "/_cairn/parts/";
  const scenes = await (await fetch(folder + "scenes.json")).json();
  for (const [i, { name }] of scenes.entries()) form.elements.scene.append(new Option(name, i));
  for (const accent of accents) form.elements.accent.append(new Option(accent || "of the page", accent));

  const chosen = () => {
    const data = new FormData(form);
    return { scene: scenes[data.get("scene")], accent: data.get("accent"), width: data.get("width"), themes: data.getAll("theme") };
  };

  // The address keeps the choice.
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = value.split(",").includes(field.value);
      else field.value = value;
    }
  }

  function keep() {
    const data = new FormData(form);
    const names = [...new Set([...form.elements].map(({ name }) => name).filter(Boolean))];
    history.replaceState(null, "", "#" + new URLSearchParams(names.map((name) => [name, data.getAll(name).join()])));
  }

  // show says at its end how many frames show the scene, or which step could not be done.
  async function show() {
    keep();
    const { scene, accent, width, themes } = chosen();
    const says = form.querySelector("output");
    says.textContent = "";
    const frames = themes.map((theme) => {
      const frame = document.createElement("iframe");
      frame.width = width;
      frame.title = `${scene.name}, ${theme}`;
      frame.dataset.theme = theme;
      frame.src = folder + scene.page;
      return frame;
    });
    const loaded = frames.map((frame) => new Promise((done) => frame.addEventListener("load", done, { once: true })));
    document.querySelector("main").replaceChildren(...frames);
    try {
      for (const [i, frame] of frames.entries()) {
        await loaded[i];
        await act(frame.contentDocument, scene, themes[i], accent);
      }
      if (frames[0]?.isConnected) says.textContent = `${scene.name}: ${frames.length}`;
    } catch (error) {
      says.textContent = error.message;
    }
  }

  async function act(page, { steps = [] }, theme, accent) {
    const root = page.documentElement;
    root.dataset.theme = theme;
    if (accent !== "") root.dataset.accent = accent;
    for (const step of steps) {
      const [kind] = Object.keys(step);
      const element = await found(page, step[kind]); // all that a step of the kind await does
      if (element === null) throw new Error(`nothing matches ${step[kind]}`);
      if (kind === "fill") {
        element.value = step.text;
        element.dispatchEvent(new Event("input", { bubbles: true }));
      } else if (kind === "click") element.click();
      else if (kind === "focus") element.focus();
    }
  }

  // found waits, for two seconds at most, until an element matches.
  async function found(page, selector) {
    for (let i = 0; i < 100; i++) {
      const element = page.querySelector(selector);
      if (element !== null) return element;
      await new Promise((next) => setTimeout(next, 20));
    }
    return null;
  }

  form.addEventListener("input", show);
  show();
})();
