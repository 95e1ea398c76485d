// <badge-scan data-field data-none [data-submits]> with a button that is shown where the browser
// reads codes from the camera. What a badge says of `who` goes into the field of that name, and with
// `data-submits` its form is sent. A page that was kept on the phone takes `who` from the address,
// and hands it on to the pages that it leads to.

const PAUSE = 200;

class BadgeScan extends HTMLElement {
  connectedCallback() {
    this.field = this.closest("form")?.elements[this.dataset.field];
    const who = new URLSearchParams(location.search).get("who");
    if (this.hasAttribute("data-submits") && who && !this.field.value) this.hand(who);
    if (!globalThis.BarcodeDetector || !navigator.mediaDevices?.getUserMedia) return;
    this.part("scan").hidden = false;
    this.part("scan").addEventListener("click", () => this.open());
    this.part("close").addEventListener("click", () => this.close());
    this.part("camera").addEventListener("close", () => this.stop());
  }

  disconnectedCallback() {
    this.stop();
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  hand(who) {
    this.field.value = who;
    for (const link of document.querySelectorAll("a[data-keep]")) {
      const address = new URL(link.href);
      address.searchParams.set("who", who);
      link.href = address.href;
    }
  }

  async open() {
    this.part("problem").hidden = true;
    try {
      this.detector = new BarcodeDetector({ formats: ["qr_code"] });
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      this.part("problem").textContent = this.dataset.none;
      this.part("problem").hidden = false;
      return;
    }
    const video = this.querySelector("video");
    video.srcObject = this.stream;
    this.part("camera").showModal();
    await video.play();
    this.look(video);
  }

  async look(video) {
    if (!this.stream) return;
    const codes = await this.detector.detect(video).catch(() => []);
    const who = codes.map(({ rawValue }) => this.named(rawValue)).find(Boolean);
    if (who) this.take(who);
    else this.timer = setTimeout(() => this.look(video), PAUSE);
  }

  // A badge of ours holds an address; another one may hold the bare staff number.
  named(text) {
    try {
      return new URL(text).searchParams.get("who");
    } catch {
      return /^[\w-]{3,20}$/.test(text) ? text : null;
    }
  }

  take(who) {
    this.close();
    this.field.value = who;
    document.addEventListener("htmx:afterSwap", () => this.choose(), { once: true });
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
    if (this.hasAttribute("data-submits")) this.field.form.requestSubmit();
    else this.field.focus();
  }

  // Whoever is the only one found is the one whose badge it is.
  choose() {
    const found = this.closest("form")?.querySelectorAll("[name=person]") ?? [];
    if (found.length !== 1) return;
    found[0].checked = true;
    found[0].dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    this.part("camera").close();
  }

  stop() {
    clearTimeout(this.timer);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
  }
}

customElements.define("badge-scan", BadgeScan);
