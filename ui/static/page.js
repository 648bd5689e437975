// Marks in an answer lead to their source, and the copy button fills the clipboard. Nothing else.
(() => {
  const show = (id) => {
    const source = document.getElementById(id);
    if (!source) return;
    const fold = source.closest("details");
    if (fold) fold.open = true;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    (source.querySelector("mark") || source).scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "center" });
    source.focus({ preventScroll: true });
    source.classList.remove("found");
    void source.offsetWidth;
    source.classList.add("found");
  };
  const put = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  document.addEventListener("click", async (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const mark = target?.closest('a[href*="#source-"]');
    if (mark) {
      event.preventDefault();
      show(mark.getAttribute("href").split("#").pop());
      return;
    }
    const button = target?.closest("button.copy");
    if (!button) return;
    const label = button.textContent;
    await put(button.parentElement.querySelector(".copy-text").textContent);
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = label), 1500);
  });
})();
