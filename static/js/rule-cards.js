// Counts the rules that came into view, and goes from card to card with the arrow keys. Without it
// the cards lie in a column, each with its number and links to its neighbours.

class RuleCards extends HTMLElement {
  #seen = new Set();

  connectedCallback() {
    this.cards = [...this.querySelectorAll(".rule-card")];
    const progress = this.querySelector("[data-part=progress]");
    if (!this.cards.length || !progress || this.observer) return;
    progress.hidden = false;
    this.bar = progress.querySelector("progress");
    this.count = progress.querySelector("[data-part=seen]");
    this.observer = new IntersectionObserver((entries) => this.#see(entries), { rootMargin: "0px 0px -40% 0px" });
    for (const card of this.cards) this.observer.observe(card);
    this.addEventListener("keydown", (event) => this.#turn(event));
  }

  disconnectedCallback() {
    this.observer?.disconnect();
    this.observer = null;
  }

  #see(entries) {
    for (const { target, isIntersecting } of entries) if (isIntersecting) this.#seen.add(target.id);
    this.bar.value = this.#seen.size;
    this.count.textContent = this.#seen.size;
  }

  #turn(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = this.cards.indexOf(event.target.closest(".rule-card"));
    const next = this.cards[at + step];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "start" });
  }
}

customElements.define("rule-cards", RuleCards);
