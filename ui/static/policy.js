// Comfort only: copying with the citation, explanations beside the word, folds that open when their link is followed.
(() => {
  for (const button of document.querySelectorAll("button.copy")) button.hidden = false;
  const bubble = document.getElementById("bubble");
  const EXPLAINED = ".word[title], .named[title], .flaw[title], .damaged[title], [data-tip]";
  let shown = null;
  const hide = () => {
    if (!shown) return;
    shown.title = shown.dataset.tip;
    delete shown.dataset.tip;
    shown = null;
    bubble.hidden = true;
  };
  const show = (mark) => {
    if (mark === shown) return;
    hide();
    shown = mark;
    mark.dataset.tip = mark.title;
    mark.removeAttribute("title");
    bubble.textContent = mark.dataset.tip;
    bubble.hidden = false;
    const at = mark.getClientRects()[0];
    const wide = bubble.offsetWidth;
    const left = Math.min(Math.max(8, at.left), document.documentElement.clientWidth - wide - 8);
    const below = at.bottom + bubble.offsetHeight + 12 < innerHeight;
    bubble.style.left = `${left}px`;
    bubble.style.top = `${below ? at.bottom + 6 : at.top - bubble.offsetHeight - 6}px`;
  };
  const markOf = (event) => (event.target instanceof Element ? event.target.closest(EXPLAINED) : null);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const mark = markOf(event);
    if (mark) show(mark);
    else if (shown !== document.activeElement && !bubble.contains(event.target)) hide();
  });
  document.addEventListener("focusin", (event) => {
    const mark = markOf(event);
    if (mark) show(mark);
    else hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("scroll", hide, { passive: true });
  document.addEventListener("click", async (event) => {
    const mark = markOf(event);
    if (mark) {
      // A tap explains in place; the note below the measure is for those without a script, and for print.
      if (mark.matches("a.flaw, a.damaged")) event.preventDefault();
      show(mark);
      return;
    }
    hide();
    const button = event.target instanceof Element ? event.target.closest("button.copy") : null;
    if (!button) return;
    const label = button.innerHTML;
    await onClipboard(`${button.dataset.copy}\n${new URL(button.dataset.href, location.href)}`);
    button.textContent = button.dataset.done;
    setTimeout(() => (button.innerHTML = label), 1500);
  });
  const place = () => {
    // Anybody may have written the address, also with signs that stand for no text.
    try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
  };
  const open = () => {
    const target = place() && document.getElementById(place());
    const fold = target && target.closest("details");
    if (fold) fold.open = true;
  };
  addEventListener("hashchange", open);
  open();
})();
