/** Opens the page's outline on wide windows, where it has its own column, and marks the section that is being read. */
export function attachContents(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("[data-contents] a")];
  const details = document.querySelector<HTMLDetailsElement>("[data-contents] details");
  if (details === null) return;
  const narrow = matchMedia("(max-width: 74rem)"); // the same width as in layout.css
  const open = (): void => {
    details.open = !narrow.matches;
  };
  narrow.addEventListener("change", open);
  open();
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const mark = (): void => {
    let current = 0;
    headings.forEach((heading, i) => {
      if (heading !== null && heading.getBoundingClientRect().top < 120) current = i;
    });
    links.forEach((link, i) => {
      if (i === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  let waiting = false;
  addEventListener(
    "scroll",
    () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        mark();
      });
    },
    { passive: true },
  );
  mark();
}
