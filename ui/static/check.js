// Comfort only: without it the form posts and the page comes back whole. With it the page is exchanged in place, and what is chosen stands
// behind "#" in the address (never sent) and, with the words, in the state of this tab's history, so that reload and back show it again.
(() => {
  "use strict";
  const main = document.getElementById("main");
  const said = document.getElementById("said");
  const language = document.querySelector(".language");
  const elsewhere = language.getAttribute("href");
  const form = () => document.getElementById("check");
  const address = location.pathname;
  let latest = 0;

  const dress = () => {
    const print = document.getElementById("print");
    if (print) { print.hidden = false; document.getElementById("link-note").hidden = false; }
    language.href = elsewhere + (form().dataset.link ? "#" + form().dataset.link : "");
  };

  // What was unfolded stays so; the focus stays, or goes to what the button was about.
  const exchange = (text, target) => {
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("check");
    if (!fresh) throw new Error("no page");
    const unfolded = [...document.querySelectorAll("details[id][open]")].map((one) => one.id);
    const held = document.activeElement && form().contains(document.activeElement) ? document.activeElement.id : "";
    form().replaceWith(fresh);
    unfolded.forEach((id) => { const one = document.getElementById(id); if (one) one.open = true; });
    dress();
    const trouble = document.getElementById("trouble");
    const next = trouble || document.getElementById(target) || document.getElementById(held);
    if (next) {
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: trouble ? "center" : target === "result" ? "start" : "nearest" });
    }
    said.textContent = trouble ? "" : [...document.querySelectorAll(".counts li")].map((one) => one.textContent.trim()).join("; ");
    return !trouble;
  };

  const load = async (fields, target) => {
    const mine = ++latest;
    main.classList.add("busy");
    said.textContent = said.dataset.working;
    try {
      const answer = await fetch(address, fields ? { method: "POST", body: new URLSearchParams(fields) } : {});
      const text = await answer.text();
      return mine === latest && exchange(text, target);
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

  const keep = () => ({ state: form().elements.state.value, text: form().elements.text.value });
  const remember = () => {
    const link = form().dataset.link;
    history.pushState(keep(), "", address + (link ? "#" + link : ""));
  };

  const restore = (state) => {
    const link = location.hash.slice(1);
    if (state && "state" in state) return load(Object.entries(state), "");
    if (link.includes("=")) return load([["link", link]], "").then((done) => { if (done) history.replaceState(keep(), "", location.href); });
    return form().dataset.shown ? load(null, "") : undefined;
  };

  const targets = { check: "result", remove: "known", flip: "known", again: "known" };
  main.addEventListener("submit", async (event) => {
    const pressed = event.submitter ? event.submitter.value : "check";
    if (pressed === "word") return;
    event.preventDefault();
    const fields = new FormData(form());
    fields.append("do", pressed);
    const target = targets[pressed.split(":")[0]] || "next";
    if (await load(fields, target)) remember();
  });

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
    }
  });

  window.addEventListener("popstate", (event) => restore(event.state));
  window.addEventListener("beforeprint", () => document.querySelectorAll(".clause").forEach((one) => { one.open = true; }));
  // A page that came back whole from a post keeps its fields; one that was loaded anew takes them from the history or the address.
  if (!form().dataset.shown) restore(history.state);
  else history.replaceState(keep(), "", address + (form().dataset.link ? "#" + form().dataset.link : ""));
  dress();
})();
