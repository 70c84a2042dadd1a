// Leads on from a former address to the same place in the page, which the
// page's own refresh would lose.

const link = document.querySelector<HTMLAnchorElement>("main a");
if (link !== null && location.search + location.hash !== "") location.replace(link.href + location.search + location.hash);
