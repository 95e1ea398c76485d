// <ordering-list data-moved="“{step}” is now at place {place} of {count}."> around a list of steps,
// each with a select for its number. Steps are moved by dragging their grip, by the arrow keys on it
// and by two buttons; the selects follow. An order that was only shown is no answer: it becomes one
// with the first move, or with the button that says it is right.

const EDGE = 72;

class OrderingList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.keepButton = this.part("keep");
    for (const part of this.querySelectorAll("[data-part=grip], [data-part=moves], [data-part=by-moving]")) part.hidden = false;
    for (const part of this.querySelectorAll("select, [data-part=by-number]")) part.hidden = true;
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("keydown", (event) => this.onKey(event));
    this.addEventListener("pointerdown", (event) => this.onDown(event));
    this.closest("answer-form")?.addEventListener("answer-restored", () => this.sort());
    this.sort();
  }

  part(name, root = this) {
    return root.querySelector(`[data-part=${name}]`);
  }

  get steps() {
    return [...this.list.children];
  }

  get isAnswered() {
    return this.steps.every((step) => this.select(step).value);
  }

  select(step) {
    return step.querySelector("select");
  }

  // From the numbers to the places.
  sort() {
    const number = (step) => Number(this.select(step).value);
    if (this.isAnswered) this.list.append(...this.steps.sort((a, b) => number(a) - number(b)));
    this.show();
  }

  show() {
    const { steps, isAnswered } = this;
    this.keepButton.hidden = isAnswered;
    this.classList.toggle("is-unanswered", !isAnswered);
    steps.forEach((step, index) => {
      this.part("number", step).textContent = isAnswered ? index + 1 : "";
      const [up, down] = step.querySelectorAll("[data-by]");
      up.setAttribute("aria-disabled", index === 0);
      down.setAttribute("aria-disabled", index === steps.length - 1);
    });
  }

  // From the places to the numbers.
  number() {
    this.steps.forEach((step, index) => { this.select(step).value = index + 1; });
    this.show();
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // The others move round the step, which so keeps the focus and the finger.
  move(step, by) {
    if (by < 0 && step.previousElementSibling) step.after(step.previousElementSibling);
    else if (by > 0 && step.nextElementSibling) step.before(step.nextElementSibling);
    else return false;
    return true;
  }

  tell(step) {
    const { steps } = this;
    const said = { step: step.dataset.step, place: steps.indexOf(step) + 1, count: steps.length };
    this.part("place").textContent = this.dataset.moved.replace(/\{(\w+)\}/g, (_, name) => said[name]);
  }

  onClick({ target }) {
    if (target.closest("[data-part=keep]")) {
      this.number();
      this.part("grip").focus();
    }
    const button = target.closest("[data-by]");
    if (button) this.step(button.closest("li"), Number(button.dataset.by));
  }

  onKey(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !event.target.closest("[data-part=grip]")) return;
    event.preventDefault();
    this.step(event.target.closest("li"), by);
  }

  step(step, by) {
    if (!this.move(step, by)) return;
    this.number();
    this.tell(step);
    step.scrollIntoView({ block: "nearest" });
  }

  // Dragging ------------------------------------------------------------------------------------

  onDown(event) {
    const grip = event.target.closest("[data-part=grip]");
    if (!grip || event.button) return;
    const step = grip.closest("li");
    const before = this.steps.indexOf(step);
    const dragging = new AbortController();
    const listen = (name, work) => grip.addEventListener(name, work, { signal: dragging.signal });
    grip.setPointerCapture(event.pointerId);
    step.classList.add("is-moving");
    listen("pointermove", ({ clientY }) => this.drag(step, clientY));
    listen("lostpointercapture", () => {
      dragging.abort();
      step.classList.remove("is-moving");
      if (this.steps.indexOf(step) === before) return;
      this.number();
      this.tell(step);
    });
  }

  // Past the middle of a neighbour it changes places with it.
  drag(step, y) {
    const middle = (one) => one.getBoundingClientRect().top + one.offsetHeight / 2;
    while (step.previousElementSibling && y < middle(step.previousElementSibling)) this.move(step, -1);
    while (step.nextElementSibling && y > middle(step.nextElementSibling)) this.move(step, 1);
    if (y < EDGE) scrollBy(0, -8);
    if (y > innerHeight - EDGE * 2) scrollBy(0, 8);
  }
}

customElements.define("ordering-list", OrderingList);
