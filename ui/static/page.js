// Marks in an answer lead to their source, the copy button fills the clipboard, what is new comes into view.
(() => {
  // The language of the text, which Gradio would take from the browser: it decides the shapes of characters and what is read aloud.
  const speak = () => {
    if (document.documentElement.lang !== PAGE_LANGUAGE) document.documentElement.lang = PAGE_LANGUAGE;
  };
  speak();
  new MutationObserver(speak).observe(document.documentElement, { attributeFilter: ["lang"] });
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
  // A new answer puts its sources on top of their panel; on a narrow page the new question is what should be seen.
  let newest = null;
  let asked = 0;
  new MutationObserver(() => {
    const turn = document.querySelector("#sources details.turn .turn-number")?.textContent ?? null;
    if (turn !== newest) {
      newest = turn;
      document.getElementById("evidence")?.scrollTo({ top: 0 });
    }
    const questions = document.querySelectorAll("#chat .message-row.user-row");
    if (questions.length > asked && matchMedia("(max-width: 900px)").matches) {
      questions[questions.length - 1].scrollIntoView({ block: "start" });
    }
    asked = questions.length;
  }).observe(document.documentElement, { childList: true, subtree: true });
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
