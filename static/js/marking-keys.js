// <marking-keys> around the answers a marker judges: Ctrl+Enter presses the button `data-save` of the
// answer that has the focus, J and K go from answer to answer, a figure chooses a step of the point
// that has the focus and goes on, N follows the link `data-next`. `data-switch` turns all of it off
// for this device (WCAG 2.1.4); what is off stays off until it is turned on again.

const OFF = "marking-keys-off";
const WRITING = "textarea, select, input:not([type=radio], [type=checkbox], [type=hidden])";

function remembered() {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
}

function remember(isOff) {
  try {
    isOff ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF);
  } catch {
    // Without storage it holds for this page.
  }
}

class MarkingKeys extends HTMLElement {
  connectedCallback() {
    this.isOff = remembered();
    this.switch = this.querySelector("[data-switch]");
    if (this.switch) this.switch.checked = !this.isOff;
    this.turn = () => this.turned();
    this.press = (event) => this.pressed(event);
    this.switch?.addEventListener("change", this.turn);
    document.addEventListener("keydown", this.press);
    this.announce();
  }

  disconnectedCallback() {
    this.switch?.removeEventListener("change", this.turn);
    document.removeEventListener("keydown", this.press);
  }

  turned() {
    this.isOff = !this.switch.checked;
    remember(this.isOff);
    this.announce();
  }

  // Assistive technology names the keys with what they press, as long as they are on.
  announce() {
    for (const [target, keys] of [["[data-save]", "Control+Enter"], ["[data-next]", "N"]]) {
      for (const element of this.querySelectorAll(target)) {
        this.isOff ? element.removeAttribute("aria-keyshortcuts") : element.setAttribute("aria-keyshortcuts", keys);
      }
    }
  }

  get answers() {
    return [...this.querySelectorAll(".marking-item")];
  }

  get here() {
    return document.activeElement?.closest?.(".marking-item");
  }

  pressed(event) {
    if (this.isOff || event.defaultPrevented || event.isComposing || event.altKey || event.repeat) return;
    const act = this.meant(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  meant(event) {
    if (event.ctrlKey || event.metaKey) return event.key === "Enter" ? this.save() : null;
    if (event.target.closest?.(WRITING)) return null;
    const key = event.key.toLowerCase();
    if (key === "j") return this.step(1);
    if (key === "k") return this.step(-1);
    if (key === "n") return this.follow();
    return /^[1-9]$/.test(key) ? this.choose(Number(key) - 1) : null;
  }

  save() {
    const button = (this.here ?? this.answers[0])?.querySelector("[data-save]");
    return button && (() => button.click());
  }

  follow() {
    const link = this.querySelector("[data-next]");
    return link && (() => link.click());
  }

  step(by) {
    const answers = this.answers;
    const at = answers.indexOf(this.here);
    const to = answers[at < 0 ? 0 : at + by];
    return to && (() => this.enter(to));
  }

  enter(answer) {
    answer.scrollIntoView({ block: "start" });
    this.first(answer.querySelector(".marking-criterion") ?? answer)?.focus({ preventScroll: true });
  }

  first(part) {
    return part.querySelector("input[type=radio]:checked") ?? part.querySelector("input:not([type=hidden]), textarea, button");
  }

  choose(index) {
    const point = document.activeElement?.closest?.(".marking-criterion");
    const radio = point?.querySelectorAll("input[type=radio]")[index];
    if (!radio) return null;
    return () => {
      radio.click();
      const next = point.nextElementSibling ?? point.parentElement.parentElement;
      const target = next.matches(".marking-criterion") ? this.first(next) : next.querySelector("textarea");
      (target ?? radio).focus();
    };
  }
}

customElements.define("marking-keys", MarkingKeys);
