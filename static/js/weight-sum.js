// <weight-sum data-of="whole" data-right="…" data-wrong="…"> around the sum the server wrote.
// Adds up the weights of the same name in its form while they are typed: inputs with
// `data-weighs="whole"`, each as far as the tick named by `data-counted-by` is set.

const HUNDRED = 10_000;

class WeightSum extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.add = () => this.show();
    this.form?.addEventListener("input", this.add);
    this.show();
  }

  disconnectedCallback() {
    this.form?.removeEventListener("input", this.add);
  }

  // In hundredths, so that nothing is lost on the way.
  get sum() {
    const weights = [...this.form.querySelectorAll("[data-weighs]")].filter((input) => input.dataset.weighs === this.dataset.of);
    return weights.reduce((sum, input) => {
      const isCounted = document.getElementById(input.dataset.countedBy)?.checked ?? true;
      const value = Number(input.value);
      return isCounted && Number.isFinite(value) ? sum + Math.round(value * 100) : sum;
    }, 0);
  }

  show() {
    const output = this.querySelector("[data-part=sum]");
    const word = this.querySelector("[data-part=word]");
    if (!this.form || !output || !word) return;
    const sum = this.sum;
    output.textContent = String(sum / 100);
    word.textContent = sum === HUNDRED ? this.dataset.right : this.dataset.wrong;
    word.classList.toggle("jade", sum === HUNDRED);
  }
}

customElements.define("weight-sum", WeightSum);
