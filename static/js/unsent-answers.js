// <unsent-answers data-sitting data-until data-waiting data-sign-in data-offline>
// Keeps every changed answer on the device until the server has given its receipt, sends the
// answers one after another, tries again when the network is back, every ten seconds and on the
// next page, and shows in the navigator what is not sent. A refusal is shown in the server's words.

const RETRY = 10_000;
const PREFIX = "answers:";

// Where the browser forbids storage, answers are kept for as long as the page lives.
const memory = new Map();
const storage = {
  read(key) {
    try { return JSON.parse(localStorage.getItem(key)) ?? memory.get(key) ?? null; } catch { return memory.get(key) ?? null; }
  },
  write(key, value) {
    memory.set(key, value);
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* kept in memory */ }
  },
  remove(key) {
    memory.delete(key);
    try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
  },
  keys() {
    try { return Object.keys(localStorage); } catch { return []; }
  },
};

let sending = null;

class UnsentAnswers extends HTMLElement {
  connectedCallback() {
    this.key = PREFIX + this.dataset.sitting;
    this.forgetOld();
    this.onChanged = (event) => this.keep(event.detail);
    this.onOnline = () => this.send();
    this.onOffline = () => this.tell(this.dataset.offline);
    document.addEventListener("answer-changed", this.onChanged);
    document.addEventListener("htmx:sendError", this.onOffline);
    addEventListener("online", this.onOnline);
    this.timer = setInterval(this.onOnline, RETRY);
    this.failed = Object.keys(this.kept()).length > 0;
    this.show();
    // Once the other elements of the page stand: a reloaded page knows only what the server knows.
    queueMicrotask(() => this.restore());
    this.send();
  }

  disconnectedCallback() {
    document.removeEventListener("answer-changed", this.onChanged);
    document.removeEventListener("htmx:sendError", this.onOffline);
    removeEventListener("online", this.onOnline);
    clearInterval(this.timer);
  }

  kept() {
    return storage.read(this.key)?.answers ?? {};
  }

  store(answers) {
    if (Object.keys(answers).length) storage.write(this.key, { until: Number(this.dataset.until), answers });
    else storage.remove(this.key);
  }

  // Answers of a sitting that ended more than a day ago can reach nobody any more.
  forgetOld() {
    for (const key of storage.keys()) {
      if (key.startsWith(PREFIX) && (storage.read(key)?.until ?? 0) < Date.now() / 1000 - 86_400) storage.remove(key);
    }
  }

  restore() {
    for (const [position, { choices }] of Object.entries(this.kept())) {
      this.say("answer-waiting", { position: Number(position), choices });
    }
  }

  keep({ position, url, choices }) {
    this.store({ ...this.kept(), [position]: { url, choices, at: Date.now() } });
    this.say("answer-waiting", { position, choices });
    this.send();
  }

  // One sender for the whole page, so that an older choice never overtakes a newer one.
  send() {
    sending = (sending ?? Promise.resolve()).then(() => this.sendAll()).catch(() => {});
  }

  async sendAll() {
    for (let next = this.oldest(); next; next = this.oldest()) {
      const [position, answer] = next;
      const reply = await this.post(answer);
      if (reply === null) { this.failed = true; break; }
      this.failed = false;
      this.drop(position, answer);
      if (reply.receipt) this.say("answer-saved", reply);
      else this.refuse(reply);
      this.mark(Number(position), reply.receipt ? answer.choices.length > 0 : null);
    }
    this.show();
  }

  oldest() {
    return Object.entries(this.kept()).sort(([, a], [, b]) => a.at - b.at)[0];
  }

  // Forget only what was sent: the choice may have changed again meanwhile.
  drop(position, answer) {
    const answers = this.kept();
    if (answers[position]?.at !== answer.at) return;
    delete answers[position];
    this.store(answers);
  }

  // The server's answer, or null where it could not be reached.
  async post({ url, choices }) {
    const body = new URLSearchParams(choices.map((choice) => ["choice", choice]));
    if (!choices.length) body.append("choice", "");
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    try {
      const headers = { Accept: "application/json", "X-CSRFToken": token };
      const response = await fetch(url, { method: "POST", body, headers, keepalive: true });
      this.signedOut = response.redirected;
      const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
      return isJson && response.status < 500 ? await response.json() : null;
    } catch {
      return null;
    }
  }

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

  tell(title, text = "") {
    this.part("title").textContent = title;
    this.part("text").textContent = text;
    this.part("waiting").hidden = false;
  }

  // The notice is for answers that could not be sent, not for those on their way.
  show() {
    const positions = this.failed ? Object.keys(this.kept()).map(Number).sort((a, b) => a - b) : [];
    this.part("waiting").hidden = true;
    if (positions.length) {
      const title = this.dataset.waiting.replace("{positions}", positions.join(", "));
      this.tell(title, this.signedOut ? this.dataset.signIn : this.dataset.kept);
    }
    this.count(positions);
  }

  // The navigator -----------------------------------------------------------------------------

  get navigator() {
    return document.querySelector("nav.items");
  }

  mark(position, isAnswered) {
    const button = this.navigator?.querySelector(`[data-position="${position}"]`);
    if (button && isAnswered !== null) button.classList.toggle("is-saved", isAnswered);
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

customElements.define("unsent-answers", UnsentAnswers);
