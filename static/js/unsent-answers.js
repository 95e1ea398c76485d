// <unsent-answers data-sitting data-epoch data-until data-now data-state data-url data-waiting …>
// Keeps every changed answer on the device until the server has given its receipt, sends the
// answers one after another, tries again when the network is back, every ten seconds and on the
// next page, and shows in the navigator what is not sent. What the server says of an answer, and
// that another device has taken the sitting over, is shown in its words.
//
// Kept is, by sitting: { until, seen, revisions: { 8: 2 }, answers: { 8: { url, fields, isWhole,
// client, epoch, revision, given_at, seen_at, refusal } } }. An answer keeps its client id and
// revision however often it is sent, so that the server keeps it once.

const RETRY = 10_000;
const PATIENCE = 20_000;
const POLL = 15_000;
const PREFIX = "answers:";

// Where the browser forbids storage, answers are kept for as long as the page lives.
const memory = new Map();
const storage = {
  read(key) {
    try { return JSON.parse(localStorage.getItem(key)) ?? memory.get(key) ?? null; } catch { return memory.get(key) ?? null; }
  },
  write(key, value) {
    memory.set(key, value);
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { this.drop(key); }
  },
  // Full: what was stored before would hide what is kept in memory.
  drop(key) {
    try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
  },
  remove(key) {
    memory.delete(key);
    this.drop(key);
  },
  keys() {
    try { return Object.keys(localStorage); } catch { return []; }
  },
};

let sending = null;

class UnsentAnswers extends HTMLElement {
  connectedCallback() {
    this.key = PREFIX + this.dataset.sitting;
    this.epoch = Number(this.dataset.epoch);
    this.forgetOld();
    this.see(Number(this.dataset.now) * 1000);
    this.failed = this.toSend().length > 0;
    this.listen();
    this.show();
    // Once the other elements of the page stand: a reloaded page knows only what the server knows.
    queueMicrotask(() => this.restore());
    this.send();
  }

  listen() {
    this.listeners = new AbortController();
    const listen = (target, name, work) => target.addEventListener(name, work, { signal: this.listeners.signal });
    listen(document, "answer-changed", ({ detail }) => this.keep(detail));
    listen(document, "answer-asked", ({ detail }) => { detail.waiting = this.restorable(detail.position); });
    listen(document, "htmx:sendError", () => this.tell(this.dataset.offline));
    listen(document, "visibilitychange", () => document.hidden || this.look());
    listen(globalThis, "online", () => this.look());
    this.timers = [setInterval(() => this.send(), RETRY), setInterval(() => this.poll(), POLL)];
  }

  disconnectedCallback() {
    this.listeners.abort();
    this.timers.forEach(clearInterval);
  }

  look() {
    this.send();
    this.poll();
  }

  // What is kept --------------------------------------------------------------------------------

  get kept() {
    return { seen: 0, revisions: {}, answers: {}, ...storage.read(this.key) };
  }

  store(change) {
    storage.write(this.key, { ...this.kept, until: Number(this.dataset.until), ...change });
  }

  // A sitting that ended more than a day ago is forgotten: the server has it as it was marked.
  forgetOld() {
    for (const key of storage.keys()) {
      if (key.startsWith(PREFIX) && (storage.read(key)?.until ?? 0) < Date.now() / 1000 - 86_400) storage.remove(key);
    }
  }

  // The last time of the server, in milliseconds, that this device knows of.
  see(now) {
    if (now > this.kept.seen) this.store({ seen: now });
  }

  keep({ position, url, fields, isWhole, revision }) {
    const { answers, revisions, seen } = this.kept;
    const next = Math.max(revisions[position] ?? 0, revision) + 1;
    answers[position] = {
      url, fields, isWhole, client: newId(), epoch: this.epoch, revision: next, given_at: Date.now(), seen_at: seen || "",
    };
    this.store({ answers, revisions: { ...revisions, [position]: next } });
    this.part("refused").hidden = true;
    this.say("answer-waiting", { position, fields, isWhole });
    this.send();
  }

  // What was given before another device went on does not stand any more: it is sent, but not shown.
  restorable(position) {
    const answer = this.kept.answers[position];
    return answer?.epoch === this.epoch ? answer : undefined;
  }

  restore() {
    for (const key of Object.keys(this.kept.answers)) {
      const answer = this.restorable(key);
      if (!answer) continue;
      const { fields, isWhole, refusal } = answer;
      this.say("answer-waiting", { position: Number(key), fields, isWhole, isRestored: true });
      if (refusal && this.isShown(key)) this.refuse(refusal);
    }
  }

  isShown(position) {
    return Boolean(document.querySelector(`answer-form[data-position="${position}"]`));
  }

  // Positions with an answer that can be sent, the oldest first.
  toSend() {
    const found = Object.entries(this.kept.answers).filter(([, { isWhole, refusal }]) => isWhole && !refusal);
    return found.sort(([, a], [, b]) => a.given_at - b.given_at).map(([position]) => position);
  }

  // Sending -------------------------------------------------------------------------------------

  // One sender at a time, over all pages of this browser where it can tell.
  send() {
    const work = () => this.sendAll();
    const locked = () => (navigator.locks ? navigator.locks.request(this.key, work) : work());
    sending = (sending ?? Promise.resolve()).then(locked).catch(() => {});
  }

  async sendAll() {
    for (let [position] = this.toSend(); position; [position] = this.toSend()) {
      const answer = this.kept.answers[position];
      const reply = await this.post(answer);
      this.failed = reply === null;
      if (this.failed) break;
      this.see(reply.now ?? 0);
      if (reply.status) this.setAside(position, answer, reply);
      else this.finish(position, answer, reply);
    }
    this.show();
  }

  // The server has it, or there was nothing to keep. An answer of before another device went on is
  // not the one that the page shows.
  finish(position, answer, reply) {
    const isNewest = this.drop(position, answer, reply.revision);
    if (reply.message) this.warn(reply.message);
    if (answer.epoch !== this.epoch) return;
    if (reply.is_elsewhere) this.leave();
    if (reply.receipt && isNewest) this.say("answer-saved", reply);
    this.mark(position, Boolean(reply.receipt) && answer.fields.some(([, value]) => value.trim()));
  }

  // Forget only what was sent: the answer may have changed again meanwhile. Whether it had not.
  drop(position, { client }, revision = 0) {
    const { answers, revisions } = this.kept;
    revisions[position] = Math.max(revisions[position] ?? 0, revision);
    const isNewest = answers[position]?.client === client;
    if (isNewest) delete answers[position];
    this.store({ answers, revisions });
    return isNewest;
  }

  // An answer that is none (400) stays on the device until it is changed, unless another stands.
  setAside(position, answer, reply) {
    const { answers } = this.kept;
    if (reply.status !== 400 || answer.epoch !== this.epoch || this.isTalk(answer)) {
      this.drop(position, answer);
    } else if (answers[position]?.client === answer.client) {
      answers[position].refusal = { message: reply.message, url: reply.url, label: reply.label };
      this.store({ answers });
    }
    this.refuse(reply);
  }

  isTalk({ fields }) {
    return fields.some(([name]) => name === "path");
  }

  // The server's answer, or null where it could not be reached.
  async post({ url, fields, client, epoch, revision, given_at, seen_at }) {
    const about = Object.entries({ client, epoch, revision, given_at, seen_at });
    const headers = { Accept: "application/json", "X-CSRFToken": this.token };
    const body = new URLSearchParams([...fields, ...about]);
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      // What outlives the page may be 64 KiB.
      const keepalive = String(body).length < 60_000;
      const response = await fetch(url, { method: "POST", body, headers, signal, keepalive });
      this.signedOut = response.redirected;
      return isJson(response) && response.status < 500 ? await response.json() : null;
    } catch {
      return null;
    }
  }

  // That of the cookie is newer than the page where somebody signed in again on another one.
  get token() {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    return cookie ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  // How the sitting stands. Where the server cannot be asked, nothing is known and nothing said.
  async poll() {
    if (document.hidden || !this.dataset.state) return;
    try {
      const response = await fetch(this.dataset.state, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) });
      if (!response.ok || !isJson(response) || !this.isConnected) return;
      const state = await response.json();
      this.see(state.now);
      this.say("sitting-state", state);
      if (state.is_elsewhere) this.leave();
      if (!state.is_open && !this.toSend().length) location.assign(this.dataset.url);
    } catch { /* next time */ }
  }

  // Saying --------------------------------------------------------------------------------------

  say(name, detail) {
    document.dispatchEvent(new CustomEvent(name, { detail }));
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  refuse({ message, url, label }) {
    this.part("reason").textContent = message;
    this.part("link").href = url;
    this.part("link").textContent = label;
    this.part("refused").hidden = false;
  }

  warn(message) {
    this.part("late-message").textContent = message;
    this.part("late").hidden = false;
  }

  leave() {
    this.part("elsewhere").hidden = !document.querySelector("answer-form");
  }

  tell(title, text = "") {
    this.part("title").textContent = title;
    this.part("text").textContent = text;
    this.part("waiting").hidden = false;
  }

  // The notice is for answers that could not be sent, not for those on their way.
  show() {
    const positions = this.failed ? this.toSend().map(Number).sort((a, b) => a - b) : [];
    this.part("waiting").hidden = true;
    if (positions.length) {
      const title = this.dataset.waiting.replace("{positions}", positions.join(", "));
      this.tell(title, this.signedOut ? this.dataset.signIn : this.dataset.kept);
    }
    this.count(positions);
  }

  // The navigator -------------------------------------------------------------------------------

  get navigator() {
    return document.querySelector("nav.items");
  }

  mark(position, isAnswered) {
    this.navigator?.querySelector(`[data-position="${position}"]`)?.classList.toggle("is-saved", isAnswered);
  }

  count(positions) {
    if (!this.navigator) return;
    const { saved, waiting, blank } = this.navigator.dataset;
    const totals = { saved: 0, waiting: positions.length, blank: 0 };
    for (const button of this.navigator.querySelectorAll("[data-position]")) {
      const isWaiting = positions.includes(Number(button.dataset.position));
      const isSaved = button.classList.contains("is-saved");
      button.classList.toggle("is-wait", isWaiting);
      button.querySelector("[data-part=status]").textContent = isWaiting ? waiting : isSaved ? saved : blank;
      if (!isWaiting) totals[isSaved ? "saved" : "blank"] += 1;
    }
    for (const [name, total] of Object.entries(totals)) {
      this.navigator.querySelector(`[data-count=${name}]`).textContent = total;
    }
    this.navigator.querySelector("[data-part=waiting]").hidden = !positions.length;
  }
}

function isJson(response) {
  return response.headers.get("Content-Type")?.startsWith("application/json");
}

// Also where there is no https, which randomUUID asks for.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

customElements.define("unsent-answers", UnsentAnswers);
