// In the lesson editor: a block that is limited to some readers says so in its heading, whether it
// is folded or not.

(() => {
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;

  class AudienceBlockDefinition extends StructBlockDefinition {
    render(placeholder, prefix, ...rest) {
      const audience = super.render(placeholder, prefix, ...rest);
      const container = audience.container[0];
      const fields = (part) => container.querySelectorAll(`[name="${prefix}-${part}"]`);
      const words = () => {
        const groups = [...fields("groups")].filter(({ checked }) => checked);
        const names = groups.map((input) => input.closest("label").textContent.trim());
        const standing = [...fields("standing")].find(({ value }) => value);
        if (standing) names.push(standing.selectedOptions[0].textContent.trim());
        return names.length ? this.meta.onlyFor.replace("{whom}", names.join(" · ")) : "";
      };
      // The heading's own summary is the block's text; the tag beside it says for whom it is.
      audience.getTextLabel = () => "";
      const tag = document.createElement("span");
      tag.className = "audience-tag";
      const show = () => {
        const block = container.closest('[data-contentpath="audience"]')?.closest(".w-panel");
        const heading = block?.querySelector(":scope > .w-panel__header .w-panel__heading");
        if (heading && tag.parentElement !== heading) heading.append(tag);
        tag.textContent = words();
        tag.hidden = !tag.textContent;
      };
      container.addEventListener("change", show);
      requestAnimationFrame(show);
      return audience;
    }
  }

  window.telepath.register("courses.blocks.AudienceBlock", AudienceBlockDefinition);
})();
