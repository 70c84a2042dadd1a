/** A picture of ten circles, of which some are filled. */
export function circles(filled: number, text: string): SVGSVGElement {
  const svg = shape("svg", { viewBox: "0 0 120 12", class: "circles", role: "img", "aria-label": text });
  for (let i = 0; i < 10; i++) svg.append(shape("circle", { cx: String(6 + 12 * i), cy: "6", r: "4.5", ...(i < filled ? { class: "on" } : {}) }));
  return svg;
}

/** Creates an element of SVG with attributes. */
export function shape<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Readonly<Record<string, string>>): SVGElementTagNameMap[K] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
