// What Gradio's own markup tells screen readers wrongly, or not at all, is put right as it appears, in the language of the page.
(() => {
  const call = (element, name) => {
    if (element.getAttribute("aria-label") !== name) element.setAttribute("aria-label", name);
  };
  const mend = () => {
    for (const log of document.querySelectorAll("#chat [role=log]")) call(log, PAGE_NAMES.conversation);
    // A message is labelled with its Markdown, on an element without a role: what is read aloud should be what is shown.
    for (const who of ["user", "bot"]) {
      for (const message of document.querySelectorAll(`#chat [data-testid=${who}]`)) {
        if (message.getAttribute("role") !== "group") message.setAttribute("role", "group");
        call(message, PAGE_NAMES[who]);
      }
    }
    // Signs without words, which the label around them would call by the name of the field.
    for (const button of document.querySelectorAll("#composer .submit-button")) call(button, PAGE_NAMES.send);
    for (const button of document.querySelectorAll("#composer .stop-button")) call(button, PAGE_NAMES.stop);
  };
  mend();
  new MutationObserver(mend).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["aria-label", "role"] });
})();
