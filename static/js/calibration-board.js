// <calibration-board data-drop="…" data-stay="…" data-offline="…"> around the slips and their
// columns. A slip that is dropped into another column, or sent there with the arrow keys and Enter,
// asks for its reason in a dialog: the form of the slip's own page. Without this each slip leads to
// that page.

class CalibrationBoard extends HTMLElement {
  connectedCallback() {
    if (this.dialog) return;
    this.dialog = this.querySelector("dialog");
    this.prepare();
    this.addEventListener("click", (event) => this.click(event));
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("submit", (event) => this.send(event));
    this.addEventListener("focusout", () => this.aim(null));
    this.addEventListener("dragstart", (event) => this.lift(event));
    this.addEventListener("dragover", (event) => this.hover(event));
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("dragend", () => this.letGo());
    this.dialog.addEventListener("close", () => this.back()?.focus());
  }

  part(name, within = this) {
    return within.querySelector(`[data-part=${name}]`);
  }

  prepare() {
    for (const link of this.querySelectorAll(".slip-move")) link.closest(".slip").draggable = true;
  }

  say(text, slip, column) {
    const words = { name: slip?.dataset.name, grade: column?.dataset.name };
    this.part("live").textContent = text.replace(/\{(\w+)\}/g, (whole, name) => words[name] ?? whole);
  }

  // The slip that was asked about, wherever it lies now.
  back() {
    return this.asked && this.querySelector(`#${this.asked} .slip-link`);
  }

  // With the mouse ------------------------------------------------------------------------

  lift(event) {
    this.slip = event.target.closest?.(".slip");
    if (!this.slip) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.slip.dataset.name);
    this.slip.classList.add("is-lifted");
  }

  hover(event) {
    const column = this.slip && event.target.closest(".board-column");
    this.light(column);
    if (column) event.preventDefault();
  }

  drop(event) {
    const column = event.target.closest(".board-column");
    if (!this.slip || !column) return;
    event.preventDefault();
    if (column.contains(this.slip)) this.say(this.dataset.stay, this.slip);
    else this.ask(this.slip.querySelector(".slip-move"), column.dataset.grade);
  }

  letGo() {
    this.slip?.classList.remove("is-lifted");
    this.slip = null;
    this.light(null);
  }

  light(column) {
    for (const each of this.querySelectorAll(".board-column.is-aim")) each.classList.remove("is-aim");
    column?.classList.add("is-aim");
  }

  // With the keyboard ---------------------------------------------------------------------

  key(event) {
    const link = event.target.closest?.(".slip-move");
    if (!link || event.altKey || event.ctrlKey || event.metaKey) return;
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const along = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (side) this.aside(link, side);
    else if (along) this.neighbour(link, along)?.focus();
    else if (event.key === "Escape" && this.target) this.aim(null, link);
    else return;
    event.preventDefault();
  }

  aside(link, side) {
    const columns = [...this.querySelectorAll(".board-column")];
    const own = link.closest(".board-column");
    const at = columns.indexOf(this.target ?? own) + side;
    const column = columns[Math.max(0, Math.min(columns.length - 1, at))];
    this.aim(column === own ? null : column, link);
  }

  aim(column, link) {
    this.target = column;
    this.light(column);
    if (link) this.say(column ? this.dataset.drop : this.dataset.stay, link.closest(".slip"), column);
  }

  neighbour(link, along) {
    const links = [...link.closest(".board-column").querySelectorAll(".slip-move")];
    return links[links.indexOf(link) + along];
  }

  // The form --------------------------------------------------------------------------------

  click(event) {
    const link = event.target.closest(".slip-link[href]");
    if (event.target.closest("[data-part=leave]") && this.dialog.open) {
      event.preventDefault();
      this.dialog.close();
    } else if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.ask(link, this.target?.dataset.grade);
    }
  }

  async ask(link, grade) {
    this.asked = link.closest(".slip").id;
    const url = new URL(link.href);
    if (grade) url.searchParams.set("grade", grade);
    try {
      this.show(await this.read(await fetch(url)), url);
    } catch {
      location.assign(url);
    }
  }

  async read(response) {
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  show(page, url) {
    const form = this.part("form", page);
    if (!form) return location.assign(url);
    this.part("form", this.dialog).replaceChildren(...form.children);
    if (!this.dialog.open) this.dialog.showModal();
    const fields = [...this.dialog.querySelectorAll(".has-errors .input, .has-errors [type=radio], textarea, .button")];
    fields[0]?.focus();
  }

  async send(event) {
    const form = event.target;
    if (!this.dialog.contains(form)) return;
    event.preventDefault();
    if (this.isSending) return;
    this.isSending = true;
    try {
      const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
      const page = await this.read(response);
      const fresh = response.ok && this.part("board", page);
      if (fresh) this.renew(fresh, page);
      else this.show(page, response.url);
    } catch {
      this.complain(form);
    } finally {
      this.isSending = false;
    }
  }

  complain(form) {
    const line = form.querySelector(".board-offline") ?? document.createElement("p");
    line.className = "board-offline field-error";
    line.setAttribute("role", "alert");
    line.textContent = this.dataset.offline;
    form.append(line);
  }

  renew(fresh, page) {
    this.part("board").replaceChildren(...fresh.children);
    this.prepare();
    this.dialog.close();
    const link = this.back();
    link?.closest(".slip").classList.add("is-new");
    if (!link) this.querySelector(".board-grade h2, h2")?.closest("section").setAttribute("tabindex", "-1");
    (link ?? this.querySelector("section[tabindex]"))?.focus();
    this.part("live").textContent = page.querySelector(".notice[role=status]")?.textContent.trim() ?? "";
  }
}

customElements.define("calibration-board", CalibrationBoard);
