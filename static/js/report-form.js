// <report-form data-zone data-worker [data-bound]> around the form of a report.
// Keeps what is typed and taken on the phone as it comes, hands it to <report-queue> when it is
// sent, shows what the server does not accept at its fields, and goes on to the receipt.

const PAUSE = 400;
const NOT_KEPT = ["csrfmiddlewaretoken", "captured", "photos"];

class ReportForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.queue = document.querySelector("report-queue");
    this.photos = this.querySelector("report-photos");
    if (!isSecureContext || !globalThis.indexedDB || !this.queue) return;
    navigator.serviceWorker?.register(this.dataset.worker).catch(() => {});
    this.onHash = () => this.open();
    addEventListener("hashchange", this.onHash);
    // Who goes over to the camera may find the page gone when coming back.
    this.onHidden = () => document.hidden && this.isTouched && this.save();
    document.addEventListener("visibilitychange", this.onHidden);
    this.form.addEventListener("input", () => this.soon());
    this.form.addEventListener("change", () => this.soon());
    this.addEventListener("photos-changed", () => { this.isTouched = true; this.save(); });
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.opening = customElements.whenDefined("report-queue").then(() => this.open());
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    removeEventListener("hashchange", this.onHash);
    document.removeEventListener("visibilitychange", this.onHidden);
  }

  // The report that the address names, else the one that was begun last, else a new one.
  async open() {
    const named = location.hash.length > 1 ? await this.queue.find(location.hash.slice(1)) : null;
    const report = named ?? (this.hasAttribute("data-bound") ? null : await this.queue.newest("begun"));
    // What somebody typed while the page was still waking up stays.
    if (report && report.state !== "waiting" && (named || !this.isTouched)) this.fill(report);
    else if (!this.opened) this.begin();
  }

  // What the server sent back stands as it is, under the form's own id.
  begin() {
    if (!this.hasAttribute("data-bound")) {
      this.field("form_id").value = crypto.randomUUID();
      this.field("happened_at").value = this.now();
    }
    this.removeAttribute("data-bound");
    this.take(this.field("form_id").value);
  }

  clear() {
    this.form.reset();
    this.querySelector("#people").replaceChildren();
    this.photos.photos = [];
    this.isTouched = false;
  }

  fill({ id, fields, photos, person, errors }) {
    this.clear();
    this.choose(person);
    for (const [name, value] of fields) {
      if (name !== "person" && this.field(name)) this.field(name).value = value;
    }
    this.field("form_id").value = id;
    this.photos.photos = photos;
    this.take(id);
    this.tell(errors ?? {});
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

  report(state) {
    const fields = [...new FormData(this.form)].filter(([name]) => !NOT_KEPT.includes(name));
    return { id: this.opened, at: Date.now(), state, fields, photos: this.photos.photos, person: this.chosen() };
  }

  get isEmpty() {
    return !this.field("what").value.trim() && !this.photos.photos.length;
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
    this.part("kept").hidden = !(await this.queue.keep(this.report("begun")));
  }

  async submit(event) {
    event.preventDefault();
    if (this.isSending) return;
    this.busy(true);
    clearTimeout(this.timer);
    await this.opening;
    await this.photos.ready;
    this.tell({});
    const report = this.report("waiting");
    // Written now, though it may be sent much later.
    report.fields = report.fields.map(([name, value]) => [name, name === "known_at" && !value ? this.now() : value]);
    await this.queue.keep(report);
    let url = null;
    const onSent = ({ detail }) => { if (detail.id === report.id) url = detail.url; };
    this.queue.addEventListener("report-sent", onSent);
    await this.queue.send();
    this.queue.removeEventListener("report-sent", onSent);
    this.busy(false);
    if (url) location.assign(url);
    else await this.after(report.id);
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

customElements.define("report-form", ReportForm);
