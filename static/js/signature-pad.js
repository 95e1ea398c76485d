// <signature-pad data-clear="…" data-type="…" data-draw="…"> around one text field.
// Draws what a finger or a mouse writes and keeps it in the field as strokes ("M12 40L13 42…") in a
// field 600 wide and 200 high. Without JavaScript, or with a keyboard, the name is typed instead.

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, LONGEST] = [600, 200, 20_000];

class SignaturePad extends HTMLElement {
  connectedCallback() {
    if (this.pad) return;
    this.input = this.querySelector("input");
    this.typed = this.querySelector("[data-part=typed]");
    this.build();
    this.show();
    // Another script put in what was kept.
    this.onFilled = () => this.show();
    this.form = this.closest("form");
    this.form?.addEventListener("form-filled", this.onFilled);
  }

  show() {
    this.typing(this.input.value !== "" && !this.input.value.startsWith("M"));
  }

  build() {
    this.pad = document.createElementNS(SVG, "svg");
    this.pad.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    this.pad.setAttribute("class", "signature-field");
    this.pad.setAttribute("aria-hidden", "true");
    this.strokes = this.pad.appendChild(document.createElementNS(SVG, "path"));
    this.pad.addEventListener("pointerdown", (event) => this.begin(event));
    this.pad.addEventListener("pointermove", (event) => this.go(event));
    this.pad.addEventListener("pointerup", () => this.tell());
    const tools = document.createElement("p");
    tools.className = "signature-tools";
    this.clear = this.button(this.dataset.clear, () => { this.write(""); this.tell(); });
    this.toggle = this.button("", () => this.typing(!this.isTyping, true));
    tools.append(this.clear, this.toggle);
    this.append(this.pad, tools);
  }

  button(text, press) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button";
    button.textContent = text;
    button.addEventListener("click", press);
    return button;
  }

  // Whether the name is typed rather than drawn.
  typing(isTyping, isChosen = false) {
    this.isTyping = isTyping;
    this.typed.hidden = !isTyping;
    this.pad.toggleAttribute("hidden", isTyping);
    this.clear.hidden = isTyping;
    this.toggle.textContent = isTyping ? this.dataset.draw : this.dataset.type;
    this.write(isChosen ? "" : this.input.value);
    if (isChosen) this.tell();
    if (isChosen && isTyping) this.input.focus();
  }

  // As if it had been typed.
  tell() {
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  write(value) {
    this.input.value = value;
    this.strokes.setAttribute("d", value.startsWith("M") ? value : "");
  }

  at({ clientX, clientY }) {
    const box = this.pad.getBoundingClientRect();
    const within = (part, whole) => Math.max(0, Math.min(whole - 1, Math.round(part * whole)));
    const x = within((clientX - box.left) / box.width, WIDTH);
    const y = within((clientY - box.top) / box.height, HEIGHT);
    return `${x} ${y}`;
  }

  begin(event) {
    event.preventDefault();
    this.pad.setPointerCapture(event.pointerId);
    this.last = this.at(event);
    this.start = `M${this.last}`;
  }

  go(event) {
    const point = this.at(event);
    if (!this.pad.hasPointerCapture(event.pointerId) || point === this.last) return;
    const value = `${this.input.value}${this.start}L${point}`;
    if (value.length > LONGEST) return;
    [this.start, this.last] = ["", point];
    this.write(value);
  }
}

customElements.define("signature-pad", SignaturePad);
