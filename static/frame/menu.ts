/**
 * Makes the menu link a button that shows the navigation at the top; on a phone it is otherwise below the page. On a wide
 * window, where the navigation has its own scroll bar, the page's entry is scrolled into sight.
 */
export function attachMenu(): void {
  const menu = document.querySelector<HTMLElement>("[data-menu]");
  const navigation = document.getElementById("ui:navigation");
  if (menu === null || navigation === null) return;
  const own = navigation.querySelector<HTMLElement>("[aria-current]");
  if (own !== null && own.offsetTop + own.offsetHeight > navigation.clientHeight) navigation.scrollTop = own.offsetTop - navigation.clientHeight / 2;
  menu.setAttribute("role", "button");
  menu.setAttribute("aria-controls", navigation.id);
  menu.setAttribute("aria-expanded", "false");
  menu.addEventListener("click", (event) => {
    event.preventDefault();
    const open = navigation.classList.toggle("open");
    menu.setAttribute("aria-expanded", String(open));
    if (open) {
      scrollTo({ top: 0 });
      navigation.querySelector<HTMLElement>("a, summary")?.focus({ preventScroll: true });
    }
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      menu.click();
    }
  });
}
