// <kept-draft data-key="…" data-kept="…"> around a form, or <kept-draft data-drop="…"> alone.
// Keeps what is typed in text fields on this device until it was sent, and puts it back into fields
// that are empty; `data-drop` forgets it. Drafts that nobody touched for two weeks are forgotten.

const PREFIX = "draft:";
const LONGEST = 14 * 86_400_000;

class KeptDraft extends HTMLElement {
  connectedCallback() {
    this.forgetOld();
    if (this.dataset.drop) this.remember(this.dataset.drop, null);
    if (!this.dataset.key) return;
    this.restore();
    this.addEventListener("input", () => this.keep());
  }

  get fields() {
    return [...this.querySelectorAll("textarea[name], input[type=text][name]")].filter((field) => field.name !== "signature");
  }

  // Where the browser forbids storage, nothing is kept and nothing is promised.
  remember(key, draft) {
    try {
      if (draft) localStorage.setItem(PREFIX + key, JSON.stringify(draft));
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

  restore() {
    const values = this.recall(PREFIX + this.dataset.key)?.values ?? {};
    for (const field of this.fields) {
      if (!field.value && values[field.name]) field.value = values[field.name];
    }
  }

  keep() {
    const values = Object.fromEntries(this.fields.map((field) => [field.name, field.value]));
    const isKept = this.remember(this.dataset.key, { at: Date.now(), values });
    const note = this.querySelector("[data-part=kept]");
    note.textContent = isKept ? this.dataset.kept : "";
    note.hidden = !isKept;
  }
}

customElements.define("kept-draft", KeptDraft);
