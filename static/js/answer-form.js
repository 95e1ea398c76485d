// <answer-form data-position="8" data-revision="2" data-prefix="q8-" data-url="…"> around the fields
// of one question; it holds its form or stands in one. On a page with several questions the prefix
// begins the names of its fields, which are sent without it.
//
// Hands every change to <unsent-answers>, which keeps and sends it, and shows the receipt. A field
// with `data-needs="unit reason"` makes an answer only together with those fields; until then the
// answer is kept, but not sent, and [data-part=missing] says why. Elements of a kind change their
// fields and send "change"; they hear "answer-restored" when fields were filled with what was kept.

const TYPING = 400;
// After what nobody would call an answer yet.
const THINKING = 2500;
// Fields of the form that are no part of an answer; see views/sent.py.
const ABOUT = ["csrfmiddlewaretoken", "go", "client", "epoch", "revision", "given_at", "seen_at"];

class AnswerForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form") ?? this.closest("form");
    this.given = JSON.stringify(this.fields((field) => this.before(field)));
    this.listeners = new AbortController();
    const listen = (target, name, work, options = {}) =>
      target.addEventListener(name, work, { signal: this.listeners.signal, ...options });
    listen(this, "change", () => this.save());
    listen(this, "input", (event) => this.saveSoon(isUnfinished(event) ? THINKING : TYPING));
    listen(this, "compositionend", () => this.saveSoon(TYPING));
    listen(this, "focusout", () => this.timer && this.save());
    listen(document, "visibilitychange", () => document.hidden && this.timer && this.save());
    listen(globalThis, "pagehide", () => this.timer && this.save());
    listen(document, "answer-saved", ({ detail }) => this.showReceipt(detail));
    listen(document, "answer-waiting", ({ detail }) => this.showWaiting(detail));
    // Before anything reads the form: what a button sends is the same saving as that of the script.
    listen(this.form, "submit", () => this.sign(), { capture: true });
    // Once <unsent-answers> listens too: a choice made while the page was still arriving counts.
    listen(document, "DOMContentLoaded", () => this.save(), { once: true });
  }

  disconnectedCallback() {
    if (this.timer) this.save();
    this.listeners.abort();
  }

  get position() {
    return Number(this.dataset.position);
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  get controls() {
    const prefix = this.dataset.prefix ?? "";
    return [...this.querySelectorAll("input[name], select[name], textarea[name]")].filter(
      (field) => field.name.startsWith(prefix) && !ABOUT.includes(this.plain(field)));
  }

  plain({ name }) {
    return name.slice((this.dataset.prefix ?? "").length);
  }

  // Name and value of each field, as a form sends them. `value` gives null where it sends none.
  fields(value = (field) => this.now(field)) {
    const found = this.controls.map((field) => [this.plain(field), value(field)]);
    return found.filter(([, one]) => one !== null);
  }

  now(field) {
    return isTick(field) && !field.checked ? null : field.value;
  }

  // As the page brought it.
  before(field) {
    if (isTick(field)) return field.defaultChecked ? field.value : null;
    if (field.type === "hidden") return field.getAttribute("value") ?? "";
    if (!field.options) return field.defaultValue;
    return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
  }

  saveSoon(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  save() {
    clearTimeout(this.timer);
    this.timer = null;
    const fields = this.fields();
    if (JSON.stringify(fields) === this.given) return;
    this.given = JSON.stringify(fields);
    const { position, isWhole } = this;
    const { url } = this.dataset;
    const detail = { position, url, fields, isWhole, revision: Number(this.dataset.revision ?? 0) };
    document.dispatchEvent(new CustomEvent("answer-changed", { detail }));
  }

  get isWhole() {
    const isGiven = (name) => this.controls.some((field) => this.plain(field) === name && this.now(field)?.trim());
    return this.controls.every((field) =>
      !this.now(field)?.trim() || (field.dataset.needs ?? "").split(" ").filter(Boolean).every(isGiven));
  }

  // A button sends what is not saved yet under the name by which the script knows it.
  sign() {
    if (this.timer) this.save();
    const detail = { position: this.position };
    document.dispatchEvent(new CustomEvent("answer-asked", { detail }));
    const client = this.form.elements[`${this.dataset.prefix ?? ""}client`];
    if (client && detail.waiting) client.value = detail.waiting.client;
    if (this.form !== this.querySelector("form")) return;
    for (const name of ["revision", "given_at", "seen_at"]) {
      const field = this.form.elements[name] ?? this.form.appendChild(hidden(name));
      field.value = detail.waiting?.[name] ?? "";
    }
  }

  showReceipt({ position, saved, label, revision }) {
    if (position !== this.position) return;
    this.dataset.revision = Math.max(revision, Number(this.dataset.revision ?? 0));
    if (!this.part("receipt")) return;
    this.part("saved").textContent = saved;
    this.part("label").textContent = label;
    this.part("receipt").hidden = false;
  }

  // While the newest answer is on its way, the receipt of an older one would mislead.
  showWaiting({ position, fields, isWhole, isRestored }) {
    if (position !== this.position) return;
    if (this.part("receipt")) this.part("receipt").hidden = true;
    if (this.part("missing")) this.part("missing").hidden = isWhole;
    // A choice made while the page was still arriving is newer than what was kept.
    if (isRestored && JSON.stringify(this.fields()) === this.given) this.restore(fields);
  }

  restore(fields) {
    for (const field of this.controls) {
      const values = fields.filter(([name]) => name === this.plain(field)).map(([, value]) => value);
      if (isTick(field)) field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
    }
    this.given = JSON.stringify(this.fields());
    this.dispatchEvent(new CustomEvent("answer-restored"));
  }
}

// Chinese that is still being spelt, a number that ends in a sign.
function isUnfinished({ isComposing, target }) {
  return isComposing || (target.inputMode === "decimal" && /[^\d０-９]$/.test(target.value));
}

function isTick(field) {
  return field.type === "radio" || field.type === "checkbox";
}

function hidden(name) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name });
  return field;
}

customElements.define("answer-form", AnswerForm);
