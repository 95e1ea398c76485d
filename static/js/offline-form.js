// <offline-form data-queue data-zone data-worker data-needs [data-title] [data-now] [data-written]
// [data-bound]> around a form that is filled in on the phone, with a network or without.
// Keeps what is typed and taken on the phone as it comes, hands it to the <offline-queue> of its
// name when it is sent, shows what the server does not accept at its fields, and goes on to the
// receipt. `data-needs` names the field without which, and without a photo, nothing is kept; with
// `data-title`, the beginning of what it is called, all is. `data-now` names the field that a new
// form fills with the time, `data-written` the one that stays empty until it is sent. Others hear
// "form-filled" when what the form says was put in from here.

const PAUSE = 400;
const NOT_KEPT = /^(csrfmiddlewaretoken|captured|photos)/;

class OfflineForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.queue = document.querySelector(`offline-queue[data-name="${this.dataset.queue}"]`);
    if (!isSecureContext || !globalThis.indexedDB || !this.queue) return;
    navigator.serviceWorker?.register(this.dataset.worker).catch(() => {});
    this.onHash = () => this.open();
    addEventListener("hashchange", this.onHash);
    // Who goes over to the camera may find the page gone when coming back.
    this.onHidden = () => document.hidden && this.isTouched && this.save();
    document.addEventListener("visibilitychange", this.onHidden);
    this.form.addEventListener("input", () => this.soon());
    this.form.addEventListener("change", () => this.soon());
    // Back from the receipt, to a page that the browser had put aside.
    this.onShown = ({ persisted }) => persisted && !this.opened && this.anew();
    addEventListener("pageshow", this.onShown);
    this.addEventListener("photos-changed", () => { this.isTouched = true; this.save(); });
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.opening = Promise.all(["offline-queue", "photo-list"].map((name) => customElements.whenDefined(name))).then(() => this.open());
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    removeEventListener("hashchange", this.onHash);
    removeEventListener("pageshow", this.onShown);
    document.removeEventListener("visibilitychange", this.onHidden);
  }

  // The one that the address names, else the one that was begun last here, else a new one.
  async open() {
    const named = location.hash.length > 1 ? await this.queue.find(location.hash.slice(1)) : null;
    const kept = named ?? (this.hasAttribute("data-bound") ? null : await this.queue.begun((form) => this.fits(form)));
    // What somebody typed while the page was still waking up stays.
    const isOfPage = kept?.page === undefined || kept.page === this.page;
    const isOpen = kept?.state !== "waiting" || kept.failed;
    if (kept && isOfPage && isOpen && (named || !this.isTouched)) this.fill(kept);
    else if (!this.opened) this.begin();
  }

  // Of this page in this version; and about the person whom the address names, where it does.
  fits({ page, fields }) {
    const who = new URLSearchParams(location.search).get("who");
    const isAbout = !who || fields.some(([name, value]) => name === "who" && value === who);
    return isAbout && (page ?? this.page) === this.page;
  }

  get page() {
    const version = this.field("version")?.value;
    return location.pathname + (version ? `?version=${version}` : "");
  }

  // What the server sent back stands as it is, under the form's own id.
  begin() {
    if (!this.hasAttribute("data-bound")) {
      this.field("form_id").value = crypto.randomUUID();
      this.field(this.dataset.now).value = this.now();
      this.nameWho();
    }
    this.removeAttribute("data-bound");
    this.take(this.field("form_id").value);
    this.form.dispatchEvent(new CustomEvent("form-filled"));
  }

  // A page that was kept on the phone does not know the address with which it is opened.
  nameWho() {
    const who = new URLSearchParams(location.search).get("who");
    if (who && !this.opened && !this.field("who").value) this.field("who").value = who;
  }

  clear() {
    this.form.reset();
    this.querySelector("#people").replaceChildren();
    for (const list of this.lists) list.photos = [];
    this.isTouched = false;
  }

  get lists() {
    return [...this.querySelectorAll("photo-list")];
  }

  get photos() {
    return this.lists.flatMap((list) => list.photos);
  }

  fill({ id, fields, photos, person, errors }) {
    this.clear();
    this.choose(person);
    for (const [name, value] of fields) {
      if (name !== "person" && this.field(name)) this.field(name).value = value;
    }
    for (const list of this.lists) list.photos = photos.filter(({ field = "photos" }) => field === list.field);
    const isTaken = Boolean(errors?.form_id);
    this.field("form_id").value = isTaken ? crypto.randomUUID() : id;
    this.take(this.field("form_id").value);
    this.form.dispatchEvent(new CustomEvent("form-filled"));
    this.tell(errors ?? {});
    if (isTaken) this.replace(id);
  }

  // Another form was sent under its id: it goes on under one of its own.
  async replace(id) {
    await this.queue.keep(this.filled("begun"));
    await this.queue.forget(id);
  }

  take(id) {
    this.opened = id;
    this.queue.editing = id;
  }

  // Who was chosen stands in the list again, without asking the server.
  choose(person) {
    const list = this.querySelector("#people");
    list.replaceChildren();
    if (!person) return;
    const label = document.createElement("label");
    label.className = "choice";
    const input = Object.assign(document.createElement("input"), { type: "radio", name: "person", value: person.value, checked: true });
    const letter = Object.assign(document.createElement("span"), { className: "letter" });
    const name = Object.assign(document.createElement("span"), { textContent: person.name });
    label.append(input, letter, name);
    list.append(label);
  }

  chosen() {
    const input = this.form.querySelector("[name=person]:checked");
    return input && { value: input.value, name: input.closest("label").innerText.trim() };
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  field(name) {
    return this.form.elements[name];
  }

  // As the company's clocks show it: 2026-11-22T09:30
  now() {
    return new Date().toLocaleString("sv-SE", { timeZone: this.dataset.zone }).replace(" ", "T").slice(0, 16);
  }

  filled(state) {
    const fields = [...new FormData(this.form)].filter(([name]) => !NOT_KEPT.test(name));
    const action = new URL(this.form.action).pathname;
    const { page, photos, title } = this;
    return { id: this.opened, at: Date.now(), state, title, action, page, fields, photos, person: this.chosen() };
  }

  // What it is called in the list of those that are not sent.
  get title() {
    const said = this.field(this.dataset.needs).value.trim();
    const name = this.chosen()?.name.split("\n")[0] || said;
    return this.dataset.title ? [this.dataset.title, name].filter(Boolean).join(" · ") : said;
  }

  get isEmpty() {
    return !this.dataset.title && !this.field(this.dataset.needs).value.trim() && !this.photos.length;
  }

  soon() {
    this.isTouched = true;
    this.part("kept").hidden = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  async save() {
    clearTimeout(this.timer);
    if (this.isEmpty || this.isSending || !this.opened) return;
    this.part("kept").hidden = !(await this.queue.keep(this.filled("begun")));
  }

  async submit(event) {
    event.preventDefault();
    if (this.isSending) return;
    this.busy(true);
    clearTimeout(this.timer);
    await this.opening;
    await Promise.all(this.lists.map((list) => list.ready));
    this.tell({});
    const kept = this.filled("waiting");
    // Written now, though it may be sent much later.
    kept.fields = kept.fields.map(([name, value]) => [name, name === this.dataset.written && !value ? this.now() : value]);
    await this.queue.keep(kept);
    let url = null;
    const onSent = ({ detail }) => { if (detail.id === kept.id) url = detail.url; };
    this.queue.addEventListener("form-sent", onSent);
    await this.queue.send();
    this.queue.removeEventListener("form-sent", onSent);
    if (url) return this.leave(url);
    this.busy(false);
    return this.after(kept.id);
  }

  // It is sent. What is typed until the receipt is there belongs to no form, and is not kept: it
  // would be taken for one that is still to be sent. It stays busy until then.
  leave(url) {
    clearTimeout(this.timer);
    this.isTouched = false;
    this.opened = null;
    location.assign(url);
  }

  anew() {
    this.busy(false);
    this.clear();
    this.begin();
  }

  busy(isSending) {
    this.isSending = isSending;
    this.part("send").setAttribute("aria-disabled", String(isSending));
    this.part("sending").hidden = !isSending;
  }

  // It was refused, and is mended here; or it waits, and the form is free for another.
  async after(id) {
    const kept = await this.queue.find(id);
    if (kept?.state === "refused") return this.fill(kept);
    // The address may still name it: it is to be sent, and can be opened again.
    history.replaceState(history.state, "", location.pathname + location.search);
    this.clear();
    this.begin();
    const heading = this.queue.querySelector("h2");
    heading.scrollIntoView({ block: "center" });
    return heading.focus({ preventScroll: true });
  }

  // The server's words at each field; the first one at fault is in sight.
  tell(errors) {
    for (const line of this.querySelectorAll(".field-error:not([data-part])")) line.remove();
    for (const field of this.querySelectorAll(".has-errors")) field.classList.remove("has-errors");
    for (const [name, words] of Object.entries(errors)) this.tellAt(name, words);
    const first = this.querySelector(".has-errors, [data-part=errors] .field-error");
    first?.scrollIntoView({ block: "center" });
    first?.querySelector("input, textarea, select")?.focus({ preventScroll: true });
  }

  tellAt(name, words) {
    const named = this.form.elements[name];
    const element = named instanceof RadioNodeList ? named[0] : named;
    const field = this.querySelector(`[data-field=${name}]`) ?? element?.closest(".field");
    field?.classList.add("has-errors");
    const details = field?.closest("details");
    if (details) details.open = true;
    for (const text of words) {
      const line = Object.assign(document.createElement("p"), { className: "field-error", textContent: text });
      (field ?? this.querySelector("[data-part=errors]")).append(line);
    }
  }
}

customElements.define("offline-form", OfflineForm);
