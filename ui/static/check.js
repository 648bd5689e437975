// Comfort only: without it the form posts and the page comes back whole. With it the page is exchanged in place, a tick is answered at once
// when there is a result, and what is chosen stands behind "#" in the address (never sent) and, with the words, in the state of this tab's
// history, so that reload and back show it again, also what was typed and not yet checked.
(() => {
  "use strict";
  const main = document.getElementById("main");
  const said = document.getElementById("said");
  const language = document.querySelector(".language");
  const elsewhere = language.getAttribute("href");
  const form = () => document.getElementById("check");
  const address = location.pathname;
  const PAUSE = 250;
  let latest = 0;
  let checked = form().elements.text.value;
  let waiting = 0;
  let noting = 0;

  const dress = () => {
    // The history keeps what was typed; a browser that fills fields by itself would fill them with what is older.
    form().autocomplete = "off";
    const print = document.getElementById("print");
    if (print) { print.hidden = false; document.getElementById("link-note").hidden = false; }
    language.href = elsewhere + (form().dataset.link ? "#" + form().dataset.link : "");
  };

  const counts = () => [...document.querySelectorAll(".counts li")].map((one) => one.textContent.trim()).join("; ");

  // By which the element with the focus is found again in a page that came anew.
  const named = (one) => {
    if (!one || !form().contains(one)) return "";
    if (one.id) return "#" + CSS.escape(one.id);
    if (one.matches("summary")) return one.parentElement.id ? `#${CSS.escape(one.parentElement.id)} > summary` : "";
    return one.name ? `[name="${CSS.escape(one.name)}"][value="${CSS.escape(one.value)}"]` : "";
  };

  const focusOn = (next, place, quiet) => {
    if (!next) return;
    next.focus({ preventScroll: true });
    if (!quiet) next.scrollIntoView({ block: place });
  };

  const inStart = (name) => !["state", "shown", "offered", "pick", "do"].includes(name);
  const visible = () => [...new FormData(form())].filter(([name]) => inStart(name));
  const controls = () => form().querySelectorAll(".start :is(input, select, textarea):not([type=hidden])");
  const holds = (pairs, one) => pairs.some(([name, value]) => name === one.name && value === one.value);
  const valueIn = (pairs, one) => (pairs.find(([name]) => name === one.name) || ["", ""])[1];

  // What was changed between `sent` and `now`, while the answer was on its way, is changed in the page that came.
  const redo = (sent, now) => {
    for (const one of controls()) {
      if (one.type === "checkbox" || one.type === "radio") {
        if (holds(sent, one) !== holds(now, one)) one.checked = holds(now, one);
      } else if (valueIn(sent, one) !== valueIn(now, one)) one.value = valueIn(now, one);
    }
  };

  // What was unfolded stays so; the focus stays, or goes to what the button was about; what is being typed meanwhile is not lost.
  const exchange = (text, target, sent, quiet) => {
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("check");
    if (!fresh) throw new Error("no page");
    const unfolded = [...document.querySelectorAll("details[id][open]")].map((one) => one.id);
    const held = named(document.activeElement);
    const { selectionStart, selectionEnd } = form().elements.text;
    const now = visible();
    checked = fresh.elements.text.value;
    form().replaceWith(fresh);
    if (sent) redo(sent, now);
    unfolded.forEach((id) => { const one = document.getElementById(id); if (one) one.open = true; });
    dress();
    const trouble = document.getElementById("trouble");
    focusOn(trouble || document.getElementById(target) || (held && form().querySelector(held)),
      trouble ? "center" : target === "result" ? "start" : "nearest", quiet && !trouble);
    if (held === "#text" && !target && !trouble) form().elements.text.setSelectionRange(selectionStart, selectionEnd);
    said.textContent = trouble ? "" : counts();
    return !trouble;
  };

  const load = async (fields, target, quiet = false) => {
    const mine = ++latest;
    main.classList.add("busy");
    if (!quiet) said.textContent = said.dataset.working;
    const sent = fields instanceof FormData ? [...fields].filter(([name]) => inStart(name)) : null;
    try {
      const answer = await fetch(address, fields ? { method: "POST", body: new URLSearchParams(fields) } : {});
      const text = await answer.text();
      return mine === latest && exchange(text, target, sent, quiet);
    } catch {
      if (mine === latest) tell(said.dataset.offline);
      return false;
    } finally {
      if (mine === latest) main.classList.remove("busy");
    }
  };

  const tell = (words) => {
    said.textContent = words;
    let line = document.getElementById("offline");
    if (!line) {
      line = Object.assign(document.createElement("p"), { id: "offline", className: "trouble" });
      (document.querySelector(".split") || document.querySelector(".start")).before(line);
    }
    line.textContent = words;
    line.scrollIntoView({ block: "nearest" });
  };

  const keep = () => ({
    state: form().elements.state.value,
    text: checked,
    shown: form().dataset.shown,
    typed: visible(),
  });
  const here = () => address + (form().dataset.link ? "#" + form().dataset.link : "");
  const note = () => { clearTimeout(noting); history.replaceState(keep(), "", location.href); };

  // The controls as `pairs` has them; a fold opens around a box that was ticked and not yet checked.
  const fill = (pairs) => {
    for (const one of controls()) {
      if (one.type === "checkbox" || one.type === "radio") {
        const before = one.checked;
        one.checked = holds(pairs, one);
        if (one.checked && !before && one.closest("details")) one.closest("details").open = true;
      } else one.value = valueIn(pairs, one);
    }
  };

  const restore = async (state) => {
    const link = location.hash.slice(1);
    if (state && "typed" in state) {
      const there = state.shown ? await load([["state", state.state], ["text", state.text]], "")
        : !form().dataset.shown || await load(null, "");
      if (there) fill(state.typed);
    } else if (link.includes("=")) {
      if (await load([["link", link], ["text", ""]], "")) history.replaceState(keep(), "", location.href);
    } else if (form().dataset.shown) await load(null, "");
  };

  const targets = { check: "result", remove: "known", flip: "known", again: "known" };
  const filled = (pressed) => { const fields = new FormData(form()); fields.append("do", pressed); return fields; };
  main.addEventListener("submit", async (event) => {
    const pressed = event.submitter ? event.submitter.value : "check";
    clearTimeout(waiting);
    if (pressed === "word") return;
    event.preventDefault();
    const target = targets[pressed.split(":")[0]] || "next";
    if (await load(filled(pressed), target)) history.pushState(keep(), "", here());
  });

  main.addEventListener("input", () => { clearTimeout(noting); noting = setTimeout(note, PAUSE); });
  main.addEventListener("change", (event) => {
    note();
    if (!form().dataset.shown || !event.target.closest(".start")) return;
    clearTimeout(waiting);
    waiting = setTimeout(async () => { if (await load(filled("check"), "", true)) history.replaceState(keep(), "", here()); }, PAUSE);
  });
  addEventListener("pagehide", note);

  // Places on the page are gone to without touching the address, which holds what is chosen.
  document.addEventListener("click", (event) => {
    if (event.target.id === "print") return window.print();
    const link = event.target.closest("a");
    if (!link) return;
    if (link.classList.contains("restart")) {
      event.preventDefault();
      history.pushState(null, "", address);
      load(null, "").then(() => { window.scrollTo(0, 0); document.getElementById("text").focus(); });
    } else if ((link.getAttribute("href") || "").startsWith("#")) {
      event.preventDefault();
      const place = document.getElementById(link.getAttribute("href").slice(1));
      if (!place) return;
      place.closest("details")?.setAttribute("open", "");
      place.focus();
      place.scrollIntoView({ block: "start" });
    } else note();
  });

  window.addEventListener("popstate", (event) => restore(event.state));
  window.addEventListener("beforeprint", () => document.querySelectorAll(".clause").forEach((one) => { one.open = true; }));
  // A page that came back whole from a post keeps its fields; one that was loaded anew takes them from the history or the address.
  if (!form().dataset.shown) restore(history.state);
  else history.replaceState(keep(), "", here());
  dress();
})();
