// <report-queue data-owner data-url data-session …> keeps reports on the phone until they are sent.
// A report is { id, owner, at, state, fields, photos, person, reason, errors }, its state "begun",
// "waiting" or "refused". Waiting ones are sent when the page loads, when the network is back, and
// by a button; the server takes each form_id once. Those of another person are not touched.

const STORE = "reports";
const PATIENCE = 120_000;

// Where the browser forbids storage, reports are kept for as long as the page lives.
const memory = new Map();
let database = null;

function opened() {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("incident-reports", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return database;
}

async function inStore(mode, work) {
  const store = await opened();
  return new Promise((resolve, reject) => {
    const transaction = store.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

const storage = {
  async all() {
    const stored = await inStore("readonly", (store) => store.getAll()).catch(() => []);
    const other = [...memory.values()].filter(({ id }) => !stored.some((one) => one.id === id));
    return [...stored, ...other].sort((a, b) => a.at - b.at);
  },
  // Whether it outlives the page.
  async write(report) {
    try {
      await inStore("readwrite", (store) => store.put(report));
      memory.delete(report.id);
      return true;
    } catch {
      memory.set(report.id, report);
      return false;
    }
  },
  async remove(id) {
    memory.delete(id);
    await inStore("readwrite", (store) => store.delete(id)).catch(() => {});
  },
};

class ReportQueue extends HTMLElement {
  connectedCallback() {
    this.owner = this.dataset.owner;
    this.forgetPageOfAnother();
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

  // The form's page that is kept for the time without a network was made for one person.
  forgetPageOfAnother() {
    try {
      if (localStorage.getItem("report-owner") === this.owner) return;
      localStorage.setItem("report-owner", this.owner);
      globalThis.caches?.delete("report-page");
    } catch { /* nothing is kept */ }
  }

  async own() {
    return (await storage.all()).filter(({ owner }) => owner === this.owner);
  }

  async newest(state) {
    return (await this.own()).filter((report) => report.state === state).at(-1);
  }

  async find(id) {
    return (await this.own()).find((report) => report.id === id);
  }

  async keep(report) {
    const isKept = await storage.write({ ...report, owner: this.owner });
    await this.show(isKept ? this.why : "unkept");
    return isKept;
  }

  async forget(id) {
    await storage.remove(id);
    await this.show(this.why);
  }

  // One sender at a time, over all pages of this browser. Why not all were sent, "" where all were.
  async send() {
    const work = () => this.sendAll();
    const why = await (navigator.locks ? navigator.locks.request("incident-reports", work) : work());
    await this.show(why);
    return why;
  }

  async sendAll() {
    const waiting = (await this.own()).filter(({ state }) => state === "waiting");
    if (!waiting.length) return "";
    const session = await this.session();
    if (typeof session === "string") return session;
    for (const report of waiting) {
      const why = await this.post(report, session.csrf);
      if (why) return why;
    }
    return "";
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

  async post(report, csrf) {
    const headers = { Accept: "application/json", "X-CSRFToken": csrf, "X-Requested-With": "XMLHttpRequest" };
    let response;
    let reply;
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      response = await fetch(this.dataset.url, { method: "POST", body: this.body(report), headers, signal });
      reply = await response.json().catch(() => null);
    } catch {
      return "offline";
    }
    if (response.redirected) return "signedOut";
    if (response.status === 201 && reply) return this.sent(report, reply);
    if (reply?.errors || reply?.error_message) return this.refused(report, reply);
    return "failed";
  }

  body({ fields, photos }) {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    for (const { blob, name } of photos) body.append("photos", blob, name);
    body.append("captured", JSON.stringify(photos.map(({ hash, at }) => ({ hash, at }))));
    return body;
  }

  async sent(report, { number, url }) {
    await storage.remove(report.id);
    this.part("receipt").textContent = this.dataset.sent.replace("{number}", number);
    this.part("receipt").href = url;
    this.part("sent").hidden = false;
    this.dispatchEvent(new CustomEvent("report-sent", { detail: { id: report.id, url } }));
    return "";
  }

  async refused(report, { errors = {}, error_message: large = "" }) {
    const reason = large || Object.values(errors).flat().join(" ");
    await storage.write({ ...report, state: "refused", errors: large ? { photos: [large] } : errors, reason });
    this.dispatchEvent(new CustomEvent("report-refused", { detail: { id: report.id } }));
    return "";
  }

  // What is kept --------------------------------------------------------------------------------

  // The report that stands open in the form is not listed.
  set editing(id) {
    this.opened = id;
    this.show(this.why);
  }

  async show(why = "") {
    this.why = why;
    const reports = await storage.all();
    const own = reports.filter(({ owner, id, state }) => owner === this.owner && (id !== this.opened || state === "waiting"));
    const others = reports.filter(({ owner, state }) => owner !== this.owner && state !== "begun");
    this.part("list").replaceChildren(...own.map((report) => this.row(report)));
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

  row(report) {
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const what = report.fields.find(([name]) => name === "what")?.[1];
    const say = (name, text) => { this.part(name, row).textContent = text; };
    say("what", what?.slice(0, 60) || "…");
    say("state", this.dataset[report.state]);
    say("at", new Date(report.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }));
    say("files", report.photos.length ? ` · ${this.dataset.files.replace("{count}", report.photos.length)}` : "");
    say("reason", report.reason ?? "");
    this.part("reason", row).hidden = !report.reason;
    this.part("open", row).hidden = report.state === "waiting";
    this.part("open", row).href = `${this.dataset.url}#${report.id}`;
    this.part("drop", row).hidden = report.state === "waiting";
    this.part("drop", row).addEventListener("click", () => this.forget(report.id));
    return row;
  }
}

customElements.define("report-queue", ReportQueue);
