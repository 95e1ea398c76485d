// <exam-timer data-remaining="1457" data-url="…" data-five="…" data-one="…">
// Counts down from what the server says is left. Only the server's clock decides: at zero the page
// of the sitting is asked for, which hands in and shows the result.

const ANNOUNCED = [[300, "five"], [60, "one"]];

class ExamTimer extends HTMLElement {
  connectedCallback() {
    this.end = Date.now() + Number(this.dataset.remaining) * 1000;
    this.digits = this.querySelector("[role=timer]");
    this.announcement = this.querySelector("[data-announce]");
    this.last = Number(this.dataset.remaining);
    this.tick = this.tick.bind(this);
    this.timer = setInterval(this.tick, 500);
    document.addEventListener("visibilitychange", this.tick);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.tick);
  }

  tick() {
    const left = Math.max(0, Math.ceil((this.end - Date.now()) / 1000));
    if (left === this.last) return;
    for (const [seconds, name] of ANNOUNCED) {
      if (this.last > seconds && left <= seconds && left > 0) this.announcement.textContent = this.dataset[name];
    }
    this.last = left;
    this.digits.textContent = format(left);
    if (left === 0) this.finish();
  }

  finish() {
    clearInterval(this.timer);
    // A second later than the deadline, so that the server counts it as passed.
    this.timer = setTimeout(() => location.assign(this.dataset.url), 1200);
  }
}

function format(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

customElements.define("exam-timer", ExamTimer);
