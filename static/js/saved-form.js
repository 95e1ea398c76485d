// <saved-form data-url data-revision [data-key] [data-bound]> around a form that is handed in later,
// or <saved-form data-drop="…"> alone, which forgets what was kept on this device.
//
// What is written is kept on the device at once (under `data-key`; without one only as long as the
// page lives) and sent after a pause, when the page is left and when the network is back, until the
// server has given its receipt. `data-revision` is the one that the page shows; `data-bound` says
// that the page shows something newer than that. The server overwrites nothing with what was begun
// from an older revision: then the writer chooses. A refusal is shown in the server's words.

const [PAUSE, RETRY] = [800, 10_000];
const PREFIX = "saved:";
const LONGEST = 30 * 86_400_000;
const NOT_WRITTEN = ["csrfmiddlewaretoken", "form_id", "seen", "base", "revision", "signature"];
// Up to this many bytes a page that is being left can still send.
const PARTING = 60_000;
const STATES = ["saved", "saving", "waiting", "unkept", "signed-out", "refused"];

class SavedForm extends HTMLElement {
  connectedCallback() {
    this.forgetOld();
    if (this.dataset.drop) this.remember(this.dataset.drop, null);
    if (!this.dataset.url) return;
    this.form = this.querySelector("form");
    this.base = this.revision = Number(this.dataset.revision);
    this.stored = this.hasAttribute("data-bound") ? null : this.written();
    this.unsure = [];
    this.listen();
    this.restore();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    clearInterval(this.retry);
    removeEventListener("online", this.onOnline);
    document.removeEventListener("visibilitychange", this.onHidden);
  }

  listen() {
    this.onOnline = () => this.send();
    this.onHidden = () => document.hidden && this.send();
    addEventListener("online", this.onOnline);
    document.addEventListener("visibilitychange", this.onHidden);
    this.retry = setInterval(this.onOnline, RETRY);
    this.addEventListener("input", () => this.touched());
    this.addEventListener("change", () => this.touched());
    this.form.addEventListener("submit", () => this.keep());
    for (const button of this.querySelectorAll("[data-part=by-hand]")) button.hidden = true;
    this.part("mine").addEventListener("click", () => this.choose(this.written()));
    this.part("theirs").addEventListener("click", () => this.choose(this.other.values));
  }

  // What is written ---------------------------------------------------------------------------

  written() {
    const fields = [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !NOT_WRITTEN.includes(name));
    return Object.fromEntries(fields.map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]));
  }

  fill(values) {
    for (const field of this.form.elements) {
      if (!field.name || NOT_WRITTEN.includes(field.name) || field.type === "hidden") continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = values[field.name] === field.value;
      else if (field.tagName !== "BUTTON") field.value = values[field.name] ?? "";
    }
  }

  same(one, other) {
    if (!one || !other) return false;
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].every((name) => (one[name] ?? "").replaceAll("\r\n", "\n") === (other[name] ?? "").replaceAll("\r\n", "\n"));
  }

  get isSaved() {
    return this.same(this.written(), this.stored);
  }

  // On this device ----------------------------------------------------------------------------

  // Where the browser forbids storage, nothing is kept and nothing is promised.
  remember(key, kept) {
    try {
      if (kept) localStorage.setItem(PREFIX + key, JSON.stringify(kept));
      else localStorage.removeItem(PREFIX + key);
      return true;
    } catch {
      return false;
    }
  }

  recall(name) {
    try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
  }

  forgetOld() {
    let names = [];
    try { names = Object.keys(localStorage); } catch { return; }
    for (const name of names) {
      if (name.startsWith(PREFIX) && (this.recall(name)?.at ?? 0) < Date.now() - LONGEST) this.remember(name.slice(PREFIX.length), null);
    }
  }

  keep() {
    if (!this.dataset.key) return;
    const isKept = !this.isSaved || this.other;
    this.isKept = this.remember(this.dataset.key, isKept ? { at: Date.now(), base: this.base, sent: this.unsure, values: this.written() } : null);
  }

  // What was not sent the last time stands in the fields again. Where the server holds something
  // newer that did not come from here, the writer chooses.
  restore() {
    const kept = this.dataset.key && !this.hasAttribute("data-bound") ? this.recall(PREFIX + this.dataset.key) : null;
    if (kept && !this.same(kept.values, this.stored)) {
      const shown = this.stored;
      this.fill(kept.values);
      const isOurs = (kept.sent ?? []).some((values) => this.same(values, shown));
      if (kept.base !== this.base && !isOurs) this.ask(shown, this.base);
    }
    this.keep();
    this.send();
  }

  // To the server -----------------------------------------------------------------------------

  touched() {
    this.keep();
    if (!this.isSaved && !this.other) this.show("saving");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  async send() {
    clearTimeout(this.timer);
    const values = this.written();
    if (this.isSending || this.other || this.isSaved || this.same(values, this.refused)) return;
    this.isSending = true;
    if (!this.same(values, this.sent)) this.revision += 1;
    this.sent = values;
    // Of these the server may have any, whether we heard of it or not.
    this.unsure = [...this.unsure.slice(-4), values];
    this.keep();
    const reply = await this.post(values).catch(() => null);
    this.isSending = false;
    if (reply === null) this.show(this.signedOut ? "signed-out" : this.isKept ? "waiting" : "unkept");
    else if (reply.receipt) this.received(values, reply);
    else if (reply.values) this.overtaken(reply);
    else this.refuse(values, reply.message);
  }

  received(values, { revision, saved }) {
    this.base = revision;
    this.revision = Math.max(this.revision, revision);
    this.stored = values;
    this.unsure = [];
    this.refused = null;
    this.keep();
    this.part("at").textContent = saved;
    if (this.isSaved) this.show("saved");
    else this.send();
  }

  // The server's newer one may be ours, whose receipt was lost.
  overtaken({ values, revision }) {
    if (!this.unsure.some((sent) => this.same(sent, values))) return this.ask(values, revision);
    this.base = revision;
    this.stored = values;
    this.revision = Math.max(this.revision, revision);
    return this.send();
  }

  refuse(values, message) {
    this.refused = values;
    this.part("reason").textContent = message;
    this.show("refused");
  }

  // The server's answer, or null where there was none. A token that a new sign-in made invalid is
  // fetched anew, once.
  async post(values, isSecond = false) {
    const token = this.form.elements.csrfmiddlewaretoken;
    const body = new URLSearchParams({ ...values, base: this.base, revision: this.revision }).toString();
    const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token.value };
    const response = await fetch(this.dataset.url, { method: "POST", body, headers, keepalive: body.length < PARTING });
    this.signedOut = response.redirected;
    if (response.headers.get("Content-Type")?.startsWith("application/json")) return response.json();
    if (response.status !== 403 || isSecond) return null;
    const fresh = await this.freshToken();
    if (fresh) token.value = fresh;
    return fresh ? this.post(values, true) : null;
  }

  async freshToken() {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    this.signedOut = response.redirected;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return response.redirected ? null : page.querySelector("saved-form [name=csrfmiddlewaretoken]")?.value;
  }

  // Two devices -------------------------------------------------------------------------------

  ask(values, revision) {
    this.other = { values, revision };
    const texts = [...this.form.querySelectorAll("textarea[name]")].map((field) => values[field.name] ?? "");
    this.part("other").textContent = texts.filter(Boolean).join("\n\n");
    this.part("elsewhere").hidden = false;
    this.keep();
    this.show("");
  }

  choose(values) {
    const { values: stored, revision } = this.other;
    this.fill(values);
    this.other = null;
    this.sent = null;
    this.stored = stored;
    this.base = revision;
    this.revision = Math.max(this.revision, revision);
    this.part("elsewhere").hidden = true;
    this.keep();
    this.send();
  }

  // What it says ------------------------------------------------------------------------------

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  show(state) {
    for (const name of STATES) this.part(name).hidden = name !== state;
  }
}

customElements.define("saved-form", SavedForm);
