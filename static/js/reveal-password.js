// <reveal-password data-show="…" data-hide="…">: a button that shows what is typed into the
// password fields inside. Without JavaScript the fields work as they are.

class RevealPassword extends HTMLElement {
  connectedCallback() {
    if (this.querySelector(".reveal")) return;
    this.fields = [...this.querySelectorAll("input[type=password]")];
    if (!this.fields.length) return;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "reveal";
    this.button.setAttribute("aria-controls", this.fields.map((field) => field.id).join(" "));
    this.button.addEventListener("click", () => this.show(this.fields[0].type === "password"));
    this.append(this.button);
    this.closest("form")?.addEventListener("submit", () => this.show(false));
    this.show(false);
  }

  show(visible) {
    for (const field of this.fields) field.type = visible ? "text" : "password";
    this.button.textContent = visible ? this.dataset.hide : this.dataset.show;
    this.button.setAttribute("aria-pressed", String(visible));
  }
}

customElements.define("reveal-password", RevealPassword);
