// <character-count data-written="{count} characters"> around a text field and [data-part=written].

class CharacterCount extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("textarea");
    this.written = this.querySelector("[data-part=written]");
    this.addEventListener("input", () => this.count());
    this.closest("answer-form")?.addEventListener("answer-restored", () => this.count());
    this.count();
  }

  // As the server counts: characters, not their halves, without the space around them.
  count() {
    const count = [...this.field.value.trim()].length;
    this.written.textContent = this.dataset.written.replace("{count}", count);
    this.written.classList.toggle("is-short", count < Number(this.written.dataset.least));
  }
}

customElements.define("character-count", CharacterCount);
