// Deals the flash cards one at a time: buttons, arrow keys or a swipe go on, the card itself turns.
// Without it all cards lie in a column, each to be opened.

const SWIPE = 48;

class FlashCards extends HTMLElement {
  #cards;
  #at = 0;
  #place;

  connectedCallback() {
    if (this.#place) return;
    this.#cards = [...this.querySelectorAll(".flash-card")];
    if (this.#cards.length < 2) return;
    this.append(this.#controls());
    this.classList.add("is-dealt");
    this.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.#go(step, { focus: event.target.closest("summary") !== null });
    });
    let from = null;
    this.addEventListener("touchstart", ({ changedTouches: [touch] }) => (from = touch.clientX), { passive: true });
    this.addEventListener("touchend", ({ changedTouches: [touch] }) => {
      const way = from === null ? 0 : touch.clientX - from;
      if (Math.abs(way) >= SWIPE) this.#go(way < 0 ? 1 : -1);
      from = null;
    });
    this.#show();
  }

  #controls() {
    const controls = document.createElement("div");
    controls.className = "flash-controls";
    this.#place = document.createElement("p");
    this.#place.className = "note";
    this.#place.setAttribute("role", "status");
    const [back, next] = [-1, 1].map((step) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-ink";
      button.textContent = step < 0 ? this.dataset.back : this.dataset.next;
      button.addEventListener("click", () => this.#go(step));
      return button;
    });
    controls.append(back, this.#place, next);
    return controls;
  }

  #go(step, { focus = false } = {}) {
    this.#cards[this.#at].open = false;
    this.#at = (this.#at + step + this.#cards.length) % this.#cards.length;
    this.#show();
    if (focus) this.#cards[this.#at].querySelector("summary").focus();
  }

  #show() {
    this.#cards.forEach((card, number) => card.classList.toggle("is-away", number !== this.#at));
    this.#place.textContent = this.dataset.place
      .replace("{number}", this.#at + 1)
      .replace("{total}", this.#cards.length);
  }
}

customElements.define("flash-cards", FlashCards);
