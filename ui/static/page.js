// What the scripts of the page share; what is new comes into view.
const page = {
  // Text put into a field as if it had been typed.
  fill(field, text) {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  },
  // What outlives a reload, in this tab alone; a browser that stores nothing forgets it.
  keep(name, text) {
    try {
      if (text) sessionStorage.setItem(name, text);
      else sessionStorage.removeItem(name);
    } catch {}
  },
  kept(name) {
    try {
      return sessionStorage.getItem(name);
    } catch {
      return null;
    }
  },
};
(() => {
  // The language of the text, which Gradio would take from the browser: it decides the shapes of characters and what is read aloud.
  const speak = () => {
    if (document.documentElement.lang !== PAGE_LANGUAGE) document.documentElement.lang = PAGE_LANGUAGE;
  };
  speak();
  new MutationObserver(speak).observe(document.documentElement, { attributeFilter: ["lang"] });
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
})();
