// <offline-queue data-name data-cache data-owner data-url data-session …> keeps what is sent by
// an <offline-form> of the same name on the phone until it is sent. One form of them is { id, owner,
// at, state, title, action, page, fields, photos, person, reason, errors }, its state "begun",
// "waiting" or "refused". Waiting ones are sent when the page loads, when the network is back, and
// by a button; the server takes each form_id once. One that the server could not take is `failed`
// and holds back no other: it is tried again, and may be opened or deleted meanwhile. Those of
// another person are not touched.

const STORE = "reports"; // in each database, since the first kind of form
const PATIENCE = 120_000;

class Kept {
  // Where the browser forbids storage, forms are kept for as long as the page lives.
  memory = new Map();

  constructor(name) {
    this.name = name;
  }

  opened() {
    this.database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(this.name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return this.database;
  }

  async inStore(mode, work) {
    const store = await this.opened();
    return new Promise((resolve, reject) => {
      const transaction = store.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  async all() {
    const stored = await this.inStore("readonly", (store) => store.getAll()).catch(() => []);
    const other = [...this.memory.values()].filter(({ id }) => !stored.some((one) => one.id === id));
    return [...stored, ...other].sort((a, b) => a.at - b.at);
  }

  // Whether it outlives the page.
  async write(form) {
    try {
      await this.inStore("readwrite", (store) => store.put(form));
      this.memory.delete(form.id);
      return true;
    } catch {
      this.memory.set(form.id, form);
      return false;
    }
  }

  async remove(id) {
    this.memory.delete(id);
    await this.inStore("readwrite", (store) => store.delete(id)).catch(() => {});
  }
}

// Pages of this browser are changed without a reload; what is in memory outlives them.
const stores = new Map();

class OfflineQueue extends HTMLElement {
  connectedCallback() {
    const { name, owner } = this.dataset;
    if (!stores.has(name)) stores.set(name, new Kept(name));
    this.storage = stores.get(name);
    this.owner = owner;
    this.forgetPageOfAnother();
    const { worker } = this.dataset;
    if (worker && isSecureContext) navigator.serviceWorker?.register(worker).catch(() => {});
    this.onOnline = () => this.send();
    this.onOffline = () => this.show("offline");
    addEventListener("online", this.onOnline);
    addEventListener("offline", this.onOffline);
    this.part("send").addEventListener("click", this.onOnline);
    this.send();
  }

  disconnectedCallback() {
    removeEventListener("online", this.onOnline);
    removeEventListener("offline", this.onOffline);
  }

  part(name, root = this) {
    return root.querySelector(`[data-part=${name}]`);
  }

  // The forms' pages that are kept for the time without a network were made for one person.
  forgetPageOfAnother() {
    try {
      const { cache } = this.dataset;
      if (localStorage.getItem(`${cache}-owner`) === this.owner) return;
      localStorage.setItem(`${cache}-owner`, this.owner);
      globalThis.caches?.delete(cache);
    } catch { /* nothing is kept */ }
  }

  async own() {
    return (await this.storage.all()).filter(({ owner }) => owner === this.owner);
  }

  // The newest one that was begun, of those that fit.
  async begun(fits) {
    return (await this.own()).filter((form) => form.state === "begun" && fits(form)).at(-1);
  }

  async find(id) {
    return (await this.own()).find((form) => form.id === id);
  }

  async keep(form) {
    const isKept = await this.storage.write({ ...form, owner: this.owner });
    await this.show(isKept ? this.why : "unkept");
    return isKept;
  }

  async forget(id) {
    await this.storage.remove(id);
    await this.show(this.why);
  }

  // One sender at a time, over all pages of this browser. Why not all were sent, "" where all were.
  async send() {
    const work = () => this.sendAll();
    const why = await (navigator.locks ? navigator.locks.request(this.dataset.name, work) : work());
    await this.show(why);
    return why;
  }

  async sendAll() {
    const waiting = (await this.own()).filter((form) => this.isToSend(form));
    if (!waiting.length) return "";
    const session = await this.session();
    if (typeof session === "string") return session;
    let why = "";
    for (const { id } of waiting) {
      why = (await this.sendOne(id, session.csrf)) || why;
      if (why && why !== "failed") break;
    }
    this.posting = null;
    return why;
  }

  // It may have been opened or deleted while others were sent.
  async sendOne(id, csrf) {
    const form = await this.find(id);
    if (!form || !this.isToSend(form)) return "";
    this.posting = id;
    await this.show(this.why);
    const why = await this.post(form, csrf);
    if (why === "failed") await this.mark(form);
    return why;
  }

  // One that failed and was opened again waits for who opened it.
  isToSend({ id, state, failed }) {
    return state === "waiting" && !(failed && location.hash === `#${id}`);
  }

  async mark(form) {
    // Not where another page of this browser has changed it meanwhile.
    if ((await this.find(form.id))?.state === "waiting") await this.storage.write({ ...form, failed: true });
  }

  // A fresh token, or why there is none.
  async session() {
    if (!navigator.onLine) return "offline";
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const response = await fetch(this.dataset.session, { headers: { Accept: "application/json" }, signal });
      if (response.redirected) return "signedOut";
      if (!response.ok) return "failed";
      const session = await response.json();
      return session.owner === this.owner ? session : "signedOut";
    } catch {
      return "offline";
    }
  }

  async post(form, csrf) {
    const headers = { Accept: "application/json", "X-CSRFToken": csrf, "X-Requested-With": "XMLHttpRequest" };
    let response;
    let reply;
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      response = await fetch(form.action ?? this.dataset.url, { method: "POST", body: this.body(form), headers, signal });
      reply = await response.json().catch(() => null);
    } catch {
      // Too much for the network or the server, or there is no network at all.
      const session = await this.session();
      return typeof session === "string" ? session : "failed";
    }
    if (response.redirected) return "signedOut";
    if (response.status === 201 && reply) return this.sent(form, reply);
    if (reply?.errors || reply?.error_message) return this.refused(form, reply);
    return "failed";
  }

  body({ fields, photos }) {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    for (const { field = "photos", blob, name } of photos) body.append(field, blob, name);
    for (const field of new Set(photos.map(({ field = "photos" }) => field))) {
      const taken = photos.filter((photo) => (photo.field ?? "photos") === field);
      body.append(field.replace("photos", "captured"), JSON.stringify(taken.map(({ hash, at }) => ({ hash, at }))));
    }
    return body;
  }

  async sent(form, { number, url }) {
    await this.storage.remove(form.id);
    this.part("receipt").textContent = this.dataset.sent.replace("{number}", number);
    this.part("receipt").href = url;
    this.part("sent").hidden = false;
    this.dispatchEvent(new CustomEvent("form-sent", { detail: { id: form.id, url } }));
    return "";
  }

  async refused(form, { errors = {}, error_message: large = "" }) {
    const reason = large || Object.values(errors).flat().join(" ");
    await this.storage.write({ ...form, state: "refused", errors: large ? { photos: [large] } : errors, reason });
    this.dispatchEvent(new CustomEvent("form-refused", { detail: { id: form.id } }));
    return "";
  }

  // What is kept --------------------------------------------------------------------------------

  // The one that stands open in its page is not listed, unless it is just being sent.
  set editing(id) {
    this.opened = id;
    this.show(this.why);
  }

  async show(why = "") {
    this.why = why;
    const forms = await this.storage.all();
    const own = forms.filter(({ owner, id, state, failed }) => owner === this.owner && (id !== this.opened || (state === "waiting" && !failed)));
    const others = forms.filter(({ owner, state }) => owner !== this.owner && state !== "begun");
    this.part("list").replaceChildren(...own.map((form) => this.row(form)));
    const title = own.length === 1 ? this.dataset.one : this.dataset.many.replace("{count}", own.length);
    this.part("title").textContent = own.length ? title : "";
    this.part("why").textContent = own.some(({ state }) => state === "waiting") ? this.dataset[why] ?? "" : "";
    this.part("others").textContent = others.length ? this.dataset.others : "";
    this.part("others").hidden = !others.length;
    this.part("send").hidden = !own.some(({ state }) => state === "waiting");
    this.part("sign-in").hidden = why !== "signedOut";
    this.part("box").hidden = !own.length && !others.length;
    this.hidden = this.part("box").hidden && this.part("sent").hidden;
  }

  row(form) {
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const what = form.title ?? form.fields.find(([name]) => name === "what")?.[1];
    const say = (name, text) => { this.part(name, row).textContent = text; };
    say("what", what?.slice(0, 60) || "…");
    say("state", this.dataset[form.state]);
    say("at", new Date(form.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }));
    say("files", form.photos.length ? ` · ${this.dataset.files.replace("{count}", form.photos.length)}` : "");
    say("reason", form.reason ?? "");
    this.part("reason", row).hidden = !form.reason;
    const isSending = form.state === "waiting" && (!form.failed || this.posting === form.id);
    this.part("open", row).hidden = isSending;
    this.part("open", row).href = `${form.page ?? this.dataset.url}#${form.id}`;
    this.part("drop", row).hidden = isSending;
    this.part("drop", row).addEventListener("click", () => this.forget(form.id));
    return row;
  }
}

customElements.define("offline-queue", OfflineQueue);
