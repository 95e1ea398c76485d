// Keeps the frame of a form's preview up to date while somebody writes. The button marked
// `data-live-preview` does the same by hand, and without this script.

const PAUSE_MS = 400;

for (const button of document.querySelectorAll("[data-live-preview]")) {
  const form = button.form;
  const frame = document.querySelector(`iframe[name="${button.formTarget}"]`);
  let pause;
  let asked = 0;

  const show = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(button.formAction, { method: "POST", body: new FormData(form) });
      const html = await answer.text();
      if (mine === asked && answer.ok) frame.srcdoc = html;
    } catch {
      // No connection: the frame keeps what it shows.
    }
  };
  const later = () => {
    clearTimeout(pause);
    pause = setTimeout(show, PAUSE_MS);
  };

  // A sheet of A4 lying is 1123 pixels wide; it is shown as wide as the frame.
  frame.addEventListener("load", () => {
    const root = frame.contentDocument?.documentElement;
    root?.style.setProperty("--fit", (root.clientWidth / 1123).toFixed(3));
  });
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    show();
  });
  show();
}
