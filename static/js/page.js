// What every page shares: after a step without a reload, tell assistive technology where we are.

document.addEventListener("htmx:afterSettle", (event) => {
  if (!event.detail.boosted) return;
  const heading = document.querySelector("main h1");
  if (!heading) return;
  heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
});

// A page that refuses (4xx) is still a page: show it.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.boosted && event.detail.xhr.status >= 400) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// The places of the desk lie in a row on a phone and may be wider than it: show the one we are in.
document.addEventListener("htmx:load", () => {
  const place = document.querySelector(".spine [aria-current]");
  const row = place?.closest("ul");
  if (row) row.scrollLeft = place.offsetLeft - row.offsetLeft - (row.clientWidth - place.offsetWidth) / 2;
});

// A choice made while the page was still arriving is answered like any other.
document.addEventListener("htmx:load", ({ target }) => {
  for (const form of target.querySelectorAll("form.check:has(:checked):not(:has(.reply))")) {
    htmx.trigger(form, "change");
  }
});

// Pages that are kept for the time without a network were made for who was signed in. What is not
// sent yet stays.
document.addEventListener("submit", ({ target }) => {
  if (!target.action?.endsWith("/sign-out/")) return;
  globalThis.caches?.keys().then((names) => names.forEach((name) => caches.delete(name)));
});
