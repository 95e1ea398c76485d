// The sections of a quiz: added, taken out and moved by buttons, where the form alone has numbers
// and boxes; and the list of questions of each filtered, with those ticked on top in their order.

const button = (label, act, text = label) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-small button-secondary";
  made.textContent = text;
  if (text !== label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
};

class QuizSections extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".sections");
    this.blank = this.querySelector("template");
    this.total = this.management("TOTAL_FORMS");
    this.most = Number(this.management("MAX_NUM_FORMS").value);
    const sections = [...this.list.children];
    // One empty section is enough where more can be added.
    sections.slice(1).filter((each) => !this.isWritten(each)).forEach((each) => each.remove());
    [...this.list.children].forEach((each) => this.equip(each));
    this.more = button(this.dataset.add, () => this.add());
    this.append(this.more);
    this.renumber();
  }

  management(name) {
    return this.parentElement.querySelector(`[name="${this.dataset.prefix}-${name}"]`);
  }

  field(section, name) {
    return section.querySelector(`[name$="-${name}"]`);
  }

  isWritten(section) {
    const silent = /-(position|way|what|weight|scale|DELETE)$/;
    return section.querySelector(".error-message, .w-field__errors svg") !== null
      || [...section.querySelectorAll("input, select, textarea")].some((field) =>
        !silent.test(field.name) && (field.type === "checkbox" ? field.checked : field.name && field.value));
  }

  equip(section) {
    const tools = section.querySelector(".section-tools");
    const buttons = document.createElement("div");
    buttons.className = "section-buttons";
    buttons.append(
      button(this.dataset.up, () => this.move(section, section.previousElementSibling, "before")),
      button(this.dataset.down, () => this.move(section, section.nextElementSibling, "after")),
      button(this.dataset.remove, (event) => this.leave(section, event.currentTarget)),
    );
    tools.prepend(buttons);
    section.classList.add("is-equipped");
    if (this.field(section, "DELETE").checked) this.leave(section, buttons.lastChild, true);
    section.querySelectorAll("[data-picker]").forEach((picker) => equipPicker(picker, this.dataset));
  }

  move(section, other, where) {
    if (!other) return;
    const pressed = document.activeElement;
    other[where](section);
    this.renumber();
    pressed.focus();
  }

  leave(section, pressed, isLeft = !this.field(section, "DELETE").checked) {
    this.field(section, "DELETE").checked = isLeft;
    section.classList.toggle("is-left", isLeft);
    pressed.textContent = isLeft ? this.dataset.undo : this.dataset.remove;
    section.querySelector(".section-left")?.remove();
    if (isLeft) {
      const note = document.createElement("p");
      note.className = "section-left help";
      note.setAttribute("role", "status");
      note.textContent = this.dataset.removed;
      section.querySelector(".section-tools").append(note);
    }
  }

  add() {
    const index = this.total.value;
    const made = document.createElement("template");
    made.innerHTML = this.blank.innerHTML.replaceAll("__prefix__", index);
    const section = made.content.firstElementChild;
    this.list.append(section);
    this.total.value = Number(index) + 1;
    this.equip(section);
    this.renumber();
    this.field(section, this.dataset.focus ?? "title").focus();
  }

  renumber() {
    [...this.list.children].forEach((section, index) => {
      this.field(section, "position").value = index + 1;
      section.querySelector("legend").textContent = this.dataset.legend.replace("{n}", index + 1);
    });
    this.more.hidden = Number(this.total.value) >= this.most;
  }
}

function equipPicker(picker, words) {
  const list = picker.querySelector("ul");
  const count = picker.querySelector("[data-number]");
  const boxes = () => [...list.querySelectorAll("input")];
  const tell = () => {
    count.textContent = `${boxes().filter(({ checked }) => checked).length} ${words.ticked}`;
  };

  const filter = document.createElement("input");
  filter.type = "search";
  filter.placeholder = words.filter;
  filter.setAttribute("aria-label", words.filter);
  filter.addEventListener("input", () => {
    const sought = filter.value.trim().toLowerCase();
    for (const item of list.children) {
      item.hidden = Boolean(sought) && !item.textContent.toLowerCase().includes(sought);
    }
  });
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  list.before(filter);

  const arrange = (item) => {
    item.querySelectorAll("button").forEach((each) => each.remove());
    if (!item.querySelector("input").checked) return;
    const shift = (step) => (event) => {
      const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
      if (!other?.querySelector("input")?.checked) return;
      other[step < 0 ? "before" : "after"](item);
      event.currentTarget.focus();
    };
    item.append(button(words.up, shift(-1), "↑"), button(words.down, shift(1), "↓"));
  };
  list.addEventListener("change", ({ target }) => {
    const item = target.closest("li");
    // Behind those that were ticked before, or back among the others.
    const others = boxes().filter((box) => box.checked && box !== target);
    const place = others.at(-1)?.closest("li");
    if (place) place.after(item);
    else if (target.checked) list.prepend(item);
    arrange(item);
    target.focus({ preventScroll: true });
    tell();
  });
  boxes().forEach((box) => arrange(box.closest("li")));
  tell();
}

customElements.define("quiz-sections", QuizSections);
