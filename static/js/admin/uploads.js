/* The back office's upload fields, wherever they appear: a file over the limit is refused before
   anything is sent, and a recording fills in its own length and size. The server checks again. */

const TELLING = { duration: "duration", width: "videoWidth", height: "videoHeight" };

function tell(input, text) {
  const place = input.closest("[data-field]")?.querySelector("[data-field-errors]") ?? input.parentElement;
  place.querySelector(".upload-refused")?.remove();
  input.toggleAttribute("aria-invalid", Boolean(text));
  if (!text) return;
  const message = document.createElement("p");
  message.className = "error-message upload-refused";
  message.setAttribute("role", "alert");
  message.textContent = text;
  place.append(message);
}

/* Wagtail puts a prefix before the names of a form that stands in a chooser. */
function beside(input, name) {
  return input.form?.elements[input.name.replace(/file$/, name)];
}

function measure(input, file) {
  if (!beside(input, "duration") || !/^(audio|video)\//.test(file.type)) return;
  const player = document.createElement(file.type.startsWith("video/") ? "video" : "audio");
  player.preload = "metadata";
  player.addEventListener("loadedmetadata", () => {
    for (const [name, property] of Object.entries(TELLING)) {
      const field = beside(input, name);
      if (field && Number.isFinite(player[property])) field.value = Math.round(player[property] * 10) / 10;
    }
    URL.revokeObjectURL(player.src);
  });
  player.addEventListener("error", () => URL.revokeObjectURL(player.src));
  player.src = URL.createObjectURL(file);
}

/* Before Wagtail's own listeners, which would take the file's name for its title. */
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || input.type !== "file" || !input.dataset.maxMb) return;
  const file = input.files[0];
  const isTooLarge = file && file.size > Number(input.dataset.maxMb) * 1024 * 1024;
  tell(input, isTooLarge ? input.dataset.tooLarge : "");
  if (isTooLarge) {
    input.value = "";
    event.stopImmediatePropagation();
  } else if (file) {
    measure(input, file);
  }
}, true);

/* What is wrong with an upload stands on the chooser's second tab, while it comes back on its first. */
new MutationObserver(() => {
  const tabs = document.querySelector(".modal-body .wagtailmedia-tabs:not([data-seen])");
  if (!tabs) return;
  tabs.dataset.seen = "";
  const panel = tabs.querySelector("[role=tabpanel] .error-message")?.closest("[role=tabpanel]");
  if (panel) requestAnimationFrame(() => document.getElementById(panel.getAttribute("aria-labelledby")).click());
}).observe(document.documentElement, { childList: true, subtree: true });
