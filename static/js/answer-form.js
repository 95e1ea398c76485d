// <answer-form data-position="8"> around the form of one question.
// Hands every change to <unsent-answers>, which keeps and sends it, and shows the receipt.

class AnswerForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.onChange = () => this.save();
    this.onSaved = (event) => this.showReceipt(event.detail);
    this.onWaiting = (event) => this.showWaiting(event.detail);
    this.addEventListener("change", this.onChange);
    document.addEventListener("answer-saved", this.onSaved);
    document.addEventListener("answer-waiting", this.onWaiting);
    // Once <unsent-answers> listens too: a choice made while the page was still arriving counts.
    document.addEventListener("DOMContentLoaded", () => this.isChanged && this.save(), { once: true });
  }

  disconnectedCallback() {
    this.removeEventListener("change", this.onChange);
    document.removeEventListener("answer-saved", this.onSaved);
    document.removeEventListener("answer-waiting", this.onWaiting);
  }

  get isChanged() {
    return [...this.form.elements].some((input) => input.checked !== input.defaultChecked);
  }

  get position() {
    return Number(this.dataset.position);
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  save() {
    const choices = new FormData(this.form).getAll("choice").filter(Boolean);
    const detail = { position: this.position, url: this.form.action, choices };
    document.dispatchEvent(new CustomEvent("answer-changed", { detail }));
  }

  showReceipt({ position, saved, label }) {
    if (position !== this.position) return;
    this.part("saved").textContent = saved;
    this.part("label").textContent = label;
    this.part("receipt").hidden = false;
  }

  // While the newest choice is on its way, the receipt of an older one would mislead.
  showWaiting({ position, choices }) {
    if (position !== this.position) return;
    this.part("receipt").hidden = true;
    for (const input of this.form.querySelectorAll("input[name=choice]:not([type=hidden])")) {
      input.checked = choices.includes(input.value);
    }
  }
}

customElements.define("answer-form", AnswerForm);
