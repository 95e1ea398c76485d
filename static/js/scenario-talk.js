// <scenario-talk data-they data-you> around a talk that branches, with all its turns as JSON in a
// script element. What is said goes on here at once, with a network or without one; the hidden
// field holds the path, the numbers of the choices made. A choice once made stands.

class ScenarioTalk extends HTMLElement {
  connectedCallback() {
    this.turns = JSON.parse(this.querySelector("script[type='application/json']").textContent);
    this.field = this.querySelector("input[type=hidden]");
    this.shown = this.field.value;
    this.addEventListener("click", (event) => this.onClick(event));
    this.closest("answer-form")?.addEventListener("answer-restored", () => this.show());
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  get path() {
    return this.field.value ? this.field.value.split(".").map(Number) : [];
  }

  onClick(event) {
    const button = event.target.closest(".dialogue-choice");
    if (!button) return;
    event.preventDefault();
    this.field.value = [...this.path, button.value].join(".");
    this.show();
    this.dispatchEvent(new Event("change", { bubbles: true }));
    (this.part("choices").querySelector("button") ?? this.part("over")).focus({ preventScroll: true });
    this.part("said").lastElementChild.scrollIntoView({ block: "nearest" });
  }

  // Only what is new is added, so that a screen reader reads only that.
  show() {
    const { lines, turn } = this.walk();
    const isLonger = this.path.join(".").startsWith(this.shown);
    const known = isLonger ? this.part("said").children.length : 0;
    if (!isLonger) this.part("said").replaceChildren();
    this.part("said").append(...lines.slice(known).map((line) => this.line(line)));
    this.shown = this.path.join(".");
    this.part("choices").replaceChildren(...turn.choices.map(({ say }, index) => this.choice(say, index)));
    this.part("next").hidden = !turn.choices.length;
    this.part("over").hidden = turn.choices.length > 0;
  }

  // The lines of the talk so far and the turn that it has come to.
  walk() {
    const { they, you } = this.dataset;
    const lines = [];
    let turn = this.turns[0];
    const hear = (text) => text && lines.push({ who: turn.speaker || they, text, isUs: false });
    for (const index of this.path) {
      const choice = turn.choices[index];
      if (!choice) break;
      hear(turn.text);
      lines.push({ who: you, text: choice.say, isUs: true });
      hear(choice.reply);
      turn = this.turns[choice.to];
    }
    hear(turn.text);
    return { lines, turn };
  }

  line({ who, text, isUs }) {
    const line = document.createElement("li");
    line.classList.toggle("is-us", isUs);
    for (const [name, words] of [["who", who], ["say", text]]) {
      const span = line.appendChild(document.createElement("span"));
      span.className = name;
      span.innerText = words;
    }
    return line;
  }

  choice(say, index) {
    const button = this.querySelector("template").content.firstElementChild.cloneNode(true);
    button.value = index;
    button.querySelector("span").textContent = say;
    return button;
  }
}

customElements.define("scenario-talk", ScenarioTalk);
