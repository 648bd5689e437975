// The panel of sources: a mark opens it at the sentence that it cites and there is a way back, earlier answers and neighbouring
// provisions are fetched when they are wanted, and what is quoted can be copied with where it stands.
(() => {
  const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
  const panel = () => document.querySelector("#sources .sources-heading").dataset;
  let mark = null;

  const copy = async (button, text) => {
    const label = button.textContent;
    if (label === button.dataset.done) return;
    await onClipboard(text);
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = label), 1500);
  };

  const line = (className, text) => {
    const p = document.createElement("p");
    p.className = className;
    p.setAttribute("role", "status");
    p.textContent = text;
    return p;
  };
  const fetched = async (address) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(String(response.status));
    return response.text();
  };

  // The sources of an earlier answer, once: all who ask while they are on their way wait for the same ones.
  const filled = (fold) => {
    if (!fold.dataset.places) return Promise.resolve();
    fold.coming ??= (async () => {
      fold.querySelector(".hint")?.remove();
      const waiting = line("hint", panel().loading);
      fold.append(waiting);
      try {
        const html = await fetched(`${panel().cited}?turn=${fold.dataset.turn}&places=${encodeURIComponent(fold.dataset.places)}`);
        waiting.remove();
        fold.insertAdjacentHTML("beforeend", html);
        delete fold.dataset.places;
      } catch {
        waiting.textContent = panel().failed;
      }
      fold.coming = null;
    })();
    return fold.coming;
  };

  const leave = () => {
    for (const found of document.querySelectorAll("#sources .here")) found.classList.remove("here");
    for (const button of document.querySelectorAll("#sources .back")) button.hidden = true;
  };

  const show = async (from, id) => {
    const [block, cited] = id.split("-q");
    const turn = block.split("-")[1];
    const fold = document.querySelector(`#sources details.turn[data-turn="${CSS.escape(turn)}"]`);
    if (!fold) return;
    for (let outer = fold; outer; outer = outer.parentElement.closest("details")) outer.open = true;
    await filled(fold);
    const source = document.getElementById(block);
    leave();
    mark = from;
    if (!source) {
      fold.querySelector("summary").focus();
      return;
    }
    const sentences = (cited || "").split(".").flatMap((n) => [...source.querySelectorAll(`mark[data-q~="${CSS.escape(n)}"]`)]);
    const place = sentences[0] || source;
    for (const sentence of sentences) sentence.classList.add("here");
    source.querySelector(".back").hidden = false;
    place.scrollIntoView({ behavior: calm(), block: "center" });
    place.focus({ preventScroll: true });
    source.classList.remove("found");
    void source.offsetWidth;
    source.classList.add("found");
  };

  const back = () => {
    if (!mark) return;
    // The conversation may have been drawn anew since: then the first mark that leads to the same place.
    const there = mark.isConnected ? mark : document.querySelector(`#chat a[href$="${CSS.escape(mark.getAttribute("href"))}"]`);
    leave();
    mark = null;
    if (!there) return;
    there.scrollIntoView({ behavior: calm(), block: "center" });
    there.focus({ preventScroll: true });
  };

  // The provision before or after takes its place below the cited one; following it further, that of the one shown.
  const neighbour = async (link) => {
    const source = link.closest(".source");
    let slot = source.querySelector(":scope > .beside-shown");
    if (!slot) {
      slot = document.createElement("div");
      slot.className = "beside-shown";
      source.append(slot);
    }
    slot.from ??= link;
    slot.setAttribute("aria-busy", "true");
    try {
      slot.innerHTML = await fetched(link.dataset.part);
      slot.firstElementChild.focus({ preventScroll: true });
      slot.scrollIntoView({ behavior: calm(), block: "nearest" });
    } catch {
      slot.replaceChildren(line("hint", panel().failed));
      slot.from = null;
    }
    slot.removeAttribute("aria-busy");
  };
  const fold = (button) => {
    const slot = button.closest(".beside-shown");
    const from = slot.from;
    slot.remove();
    from?.focus();
  };

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const followed = target?.closest('#chat a[href*="#source-"]');
    if (followed) {
      event.preventDefault();
      show(followed, followed.getAttribute("href").split("#").pop());
      return;
    }
    const own = target?.closest("#sources :is(button, a[data-part])");
    if (!own) return;
    if (own.matches("a")) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      neighbour(own);
    } else if (own.matches(".copy")) copy(own, own.parentElement.querySelector(":scope > .copy-text").textContent);
    else if (own.matches(".copy-quote")) copy(own, `${own.dataset.copy}\n${new URL(own.dataset.href, location.href)}`);
    else if (own.matches(".back")) back();
    else if (own.matches(".fold")) fold(own);
  });
  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target.open && event.target.matches?.("#sources details.turn[data-places]")) filled(event.target);
    },
    true,
  );
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !event.target.closest?.("#sources")) return;
    const inside = event.target.closest(".beside-shown");
    event.preventDefault();
    if (inside) fold(inside);
    else back();
  });
})();
