// <copy-code data-of="id" data-copied="…"> around a hidden button: copies the text of the element.
// Without JavaScript, or where nothing can be copied, there is no button.

class CopyCode extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    this.said = document.createElement("span");
    this.said.setAttribute("role", "status");
    this.said.className = "note";
    this.append(" ", this.said);
    button.addEventListener("click", () => this.copy());
  }

  async copy() {
    const text = document.getElementById(this.dataset.of).textContent.trim();
    await navigator.clipboard.writeText(text);
    this.said.textContent = this.dataset.copied;
  }
}

customElements.define("copy-code", CopyCode);
