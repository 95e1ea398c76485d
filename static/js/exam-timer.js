// <exam-timer data-remaining="1457" data-url="…" data-five="…" data-one="…">
// Counts down from what the server says is left; "sitting-state" corrects it, also where time was
// added meanwhile. Only the server's clock decides: at zero the page of the sitting is asked for,
// which hands in and shows the result, as soon as there is a network.

const ANNOUNCED = [[300, "five"], [60, "one"]];
const RETRY = 10_000;

class ExamTimer extends HTMLElement {
  connectedCallback() {
    this.digits = this.querySelector("[role=timer]");
    this.announcement = this.querySelector("[data-announce]");
    this.count(Number(this.dataset.remaining));
    this.last = Number(this.dataset.remaining);
    this.tick = this.tick.bind(this);
    this.onState = ({ detail }) => this.correct(detail.remaining);
    this.timer = setInterval(this.tick, 500);
    document.addEventListener("visibilitychange", this.tick);
    document.addEventListener("sitting-state", this.onState);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    clearTimeout(this.finishing);
    document.removeEventListener("visibilitychange", this.tick);
    document.removeEventListener("sitting-state", this.onState);
  }

  count(remaining) {
    this.end = Date.now() + remaining * 1000;
  }

  // A request takes its time: only more than a moment is a difference.
  correct(remaining) {
    const more = remaining * 1000 - Math.max(0, this.end - Date.now());
    if (Math.abs(more) < 2000) return;
    this.count(remaining);
    this.moveDeadline(Math.round(more / 60_000));
    if (remaining > 0) clearTimeout(this.finishing);
    this.tick();
  }

  // "hand in by 10:30" is ready to show: only its figures change.
  moveDeadline(minutes) {
    const note = this.querySelector(".note").firstChild;
    if (!minutes || !note) return;
    note.textContent = note.textContent.replace(/(\d{1,2}):(\d\d)/, (_, hour, minute) => {
      const moved = (Number(hour) * 60 + Number(minute) + minutes + 1440) % 1440;
      return `${two(Math.floor(moved / 60))}:${two(moved % 60)}`;
    });
  }

  tick() {
    const left = Math.max(0, Math.ceil((this.end - Date.now()) / 1000));
    if (left === this.last) return;
    for (const [seconds, name] of ANNOUNCED) {
      if (this.last > seconds && left <= seconds && left > 0) this.announcement.textContent = this.dataset[name];
    }
    this.last = left;
    this.digits.textContent = format(left);
    // A second later than the deadline, so that the server counts it as passed.
    if (left === 0) this.finishing = setTimeout(() => this.finish(), 1200);
  }

  async finish() {
    try {
      await fetch(this.dataset.url, { method: "HEAD", redirect: "manual" });
      location.assign(this.dataset.url);
    } catch {
      this.finishing = setTimeout(() => this.finish(), RETRY);
    }
  }
}

function two(number) {
  return String(number).padStart(2, "0");
}

function format(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

customElements.define("exam-timer", ExamTimer);
