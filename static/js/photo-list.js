// <photo-list data-remove data-same> around the file inputs of one field of an <offline-form>.
// Takes each file at once into its own keeping, with its SHA-256 and the time, so that what is sent
// later can be shown to be what was taken; shows the pictures. `photos` is the list of them, each
// with the name of its field.

const SIDE = 320;

async function sha256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class PhotoList extends HTMLElement {
  connectedCallback() {
    if (!globalThis.crypto?.subtle) return;
    this.kept = [];
    this.taking = Promise.resolve();
    this.toggleAttribute("data-ready", true);
    this.inputs = [...this.querySelectorAll("input[type=file]")];
    for (const input of this.inputs) {
      input.addEventListener("change", () => this.take(input));
    }
  }

  // Once all that was chosen is read.
  get ready() {
    return this.taking;
  }

  get photos() {
    return this.kept ?? [];
  }

  set photos(photos) {
    this.kept = photos;
    this.show();
  }

  take(input) {
    const files = [...input.files];
    const isCamera = input.hasAttribute("capture");
    input.value = "";
    this.problem("");
    this.taking = this.taking.then(async () => {
      for (const file of files) await this.keep(file, isCamera);
      this.show();
      this.dispatchEvent(new CustomEvent("photos-changed", { bubbles: true }));
    });
  }

  async keep(file, isCamera) {
    const { maxMb, tooLarge } = this.inputs[0].dataset;
    const total = this.taken().reduce((sum, { blob }) => sum + blob.size, file.size);
    if (total > Number(maxMb) * 1024 * 1024) return this.problem(`${file.name}: ${tooLarge}`);
    const bytes = await file.arrayBuffer();
    const hash = await sha256(bytes);
    if (this.kept.some((photo) => photo.hash === hash)) return this.problem(`${file.name}: ${this.dataset.same}`);
    const taken = isCamera ? Date.now() : Math.min(file.lastModified || Date.now(), Date.now());
    // The bytes themselves: a camera's file may be gone by the time it is sent.
    const blob = new Blob([bytes], { type: file.type });
    const at = new Date(taken).toISOString();
    this.kept = [...this.kept, { field: this.field, name: file.name, hash, blob, at }];
  }

  get field() {
    return this.inputs[0].name;
  }

  // Those of all fields: they are sent together.
  taken() {
    return [...this.closest("form").querySelectorAll("photo-list")].flatMap(({ photos }) => photos);
  }

  problem(text) {
    const line = this.querySelector("[data-part=problem]");
    line.textContent = text;
    line.hidden = !text;
  }

  show() {
    const again = this.querySelector("[data-part=again]");
    if (again) again.hidden = this.kept.length > 0;
    const shots = this.kept.map((photo) => this.shot(photo));
    this.querySelector("[data-part=shots]").replaceChildren(...shots);
  }

  shot(photo) {
    const item = document.createElement("li");
    item.className = "shot";
    const name = document.createElement("span");
    name.className = "shot-name";
    name.textContent = photo.name;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `${this.dataset.remove}: ${photo.name}`);
    remove.addEventListener("click", () => this.remove(photo));
    item.append(name, remove);
    this.draw(photo.blob).then((canvas) => name.after(canvas), () => {});
    return item;
  }

  // A canvas, because the policy of the site shows no pictures from the page's own memory.
  async draw(blob) {
    const picture = await createImageBitmap(blob);
    const scale = SIDE / Math.max(picture.width, picture.height);
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.setAttribute("aria-hidden", "true");
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return canvas;
  }

  remove(photo) {
    this.photos = this.kept.filter((one) => one !== photo);
    this.inputs[0].focus();
    this.dispatchEvent(new CustomEvent("photos-changed", { bubbles: true }));
  }
}

customElements.define("photo-list", PhotoList);
