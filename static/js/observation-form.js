// <observation-form data-pass …> around the fields of an inspection sheet.
// Says how many points are scored and what they come to, exactly as `rules/observing/sheet.py` does:
// in whole hundredths, what was not seen left out, a missed critical point failing the whole. Jumps
// to what is still open, and takes the signatures back where something is changed that stands above
// them.

const UNSEEN = "unseen";
const SIGNATURES = ["assessor_signature", "employee_signature"];
const ABOVE_BOTH = /^(step-|remark|photos-|person$|who$|observed_at$)/;

class ObservationForm extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.points = [...this.querySelectorAll("[data-point]")];
    this.part("bar").hidden = this.part("result").hidden = false;
    this.addEventListener("change", (event) => this.changed(event));
    // At once: a text that was typed changes only when it is left, which may be after signing.
    this.addEventListener("input", ({ target }) => this.signAgain(target.name));
    this.addEventListener("photos-changed", () => this.signAgain("photos-"));
    this.onFilled = () => this.show();
    this.form.addEventListener("form-filled", this.onFilled);
    this.part("open-point").addEventListener("click", () => this.goToOpen());
    this.addEventListener("htmx:afterSwap", this.onFilled);
    this.show();
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  chosen(point) {
    return point.querySelector("[data-field] input:checked")?.value;
  }

  get result() {
    let [score, most] = [0, 0];
    const failed = [];
    for (const point of this.points) {
      const said = this.chosen(point);
      if (said === undefined || said === UNSEEN) continue;
      const { weight, steps, code, critical } = point.dataset;
      score += Math.round((weight * 100 * Number(said)) / (steps - 1));
      most += weight * 100;
      if (critical !== undefined && said === "0") failed.push(code);
    }
    const isEnough = score * 100 >= Number(this.dataset.pass) * most;
    return { score, most, failed, passed: most > 0 && isEnough && !failed.length };
  }

  changed({ target }) {
    if (target.type === "radio") this.signAgain(target.name);
    if (target.name?.endsWith("_signature") && target.value) this.part("sign-again").hidden = true;
    this.show();
  }

  // The person's own remark stands between the two signatures.
  signAgain(name) {
    const below = ABOVE_BOTH.test(name) ? SIGNATURES : name === "employee_remark" ? ["employee_signature"] : [];
    const signed = below.map((field) => this.form.elements[field]).filter(({ value }) => value);
    if (!signed.length) return;
    for (const input of signed) input.value = "";
    this.part("sign-again").hidden = false;
    this.form.dispatchEvent(new CustomEvent("form-filled"));
  }

  show() {
    const open = this.points.filter((point) => this.chosen(point) === undefined);
    const { score, most, failed, passed } = this.result;
    const { progress, critical, nothing, soFar } = this.dataset;
    const done = this.points.length - open.length;
    const count = progress.replace("{done}", done).replace("{total}", this.points.length);
    const outcome = failed.length ? critical : this.dataset[passed ? "passed" : "failed"];
    const percent = most ? `${Math.floor((score * 100) / most)} %` : "";
    for (const place of this.querySelectorAll("[data-part=count]")) place.textContent = count;
    const sum = `${percent} · ${outcome}`;
    this.part("live").textContent = most ? (open.length ? soFar.replace("{result}", sum) : sum) : nothing;
    this.part("sum").textContent = most ? `${score / 100} / ${most / 100} · ${percent} · ${outcome}` : nothing;
    this.part("missed").textContent = failed.map((code) => this.textOf(code)).join("; ");
    this.part("missed-row").hidden = !failed.length;
    this.part("observed").textContent = this.observed || "–";
    this.part("when").textContent = this.form.elements.observed_at.value.replace("T", " ") || "–";
    this.part("open-point").hidden = !open.length;
    const said = [`${score}/${most}`, passed ? "passed" : "failed", ...failed];
    this.form.elements.shown.value = most && !open.length ? said.join(" ") : "";
  }

  textOf(code) {
    const point = this.points.find(({ dataset }) => dataset.code === code);
    return point.querySelector("legend span:last-child").textContent;
  }

  get observed() {
    const chosen = this.form.querySelector("[name=person]:checked");
    return chosen?.closest("label").innerText.trim().split("\n")[0] ?? this.form.elements.who.value;
  }

  goToOpen() {
    const open = this.points.find((point) => this.chosen(point) === undefined);
    open?.scrollIntoView({ block: "start" });
    open?.querySelector("[data-field] input").focus({ preventScroll: true });
  }
}

customElements.define("observation-form", ObservationForm);
