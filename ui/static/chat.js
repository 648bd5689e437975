// The chat beyond what Gradio draws: examples, opinions with reasons, asking again, the list of conversations, keys, and what is typed kept.
(() => {
  const say = PAGE_WORDS;
  const CONNECTION_FAILED = PAGE_CONNECTION.failed;
  const { fill, keep, kept } = page;
  const one = (selector) => document.querySelector(selector);
  const current = () => one("#history .conversations")?.dataset.current ?? "";
  const make = (name, given = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), given);
    element.append(...inside);
    return element;
  };

  // What is typed and not sent yet outlasts a reload, in this tab alone; so does a question put by a click while something stood there.
  const DRAFT = "draft";
  const box = () => one("#composer textarea");
  const write = (text) => fill(box(), text);
  const restore = () => {
    const typed = kept(DRAFT);
    if (typed && box() && !box().value) write(typed);
  };
  document.addEventListener("input", (event) => {
    if (event.target === box()) keep(DRAFT, box().value);
  });
  const sent = () => keep(DRAFT, "");
  const ask = (question) => {
    const typed = box().value;
    write(question);
    requestAnimationFrame(() => {
      one("#composer .submit-button")?.click();
      if (!typed.trim()) { sent(); return; }
      // Gradio empties the box when the question has arrived, however long that takes.
      const put = setInterval(() => {
        if (box()?.value === question) return;
        clearInterval(put);
        if (!box()?.value) write(typed);
      }, 50);
      setTimeout(() => clearInterval(put), 30000);
    });
  };

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const example = target?.closest("#welcome .example");
    if (example) ask(example.textContent);
    const button = target?.closest("#chat .buttons button");
    if (button?.classList.contains("again")) one("#again").click();
    else if (button) vote(button);
    if (target?.closest("#composer .submit-button")) sent();
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("#welcome input[name=visitor]")) return;
    for (const list of document.querySelectorAll("#welcome .examples")) list.hidden = list.dataset.kind !== event.target.value;
  });

  // Escape closes what lies above the page, which browsers do themselves; else it stops the answer that is being written.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target === box()) sent();
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || one("dialog[open], [popover]:popover-open")) return;
    one("#composer .stop-button")?.click();
    box()?.focus();
  });

  // Opinions. Up is one click; down asks for reasons, and may be sent without any.
  const tell = async (turn, opinion) => {
    const told = await fetch(`/conversations/${current()}/turns/${turn}/opinion?language=${PAGE_LANGUAGE.slice(0, 2)}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(opinion),
    }).catch(() => null);
    announce(told?.ok ? (opinion.vote ? say.thanks : "") : say.failed);
    return Boolean(told?.ok);
  };
  const held = new Map(); // Gradio may draw an answer again as it was before: what was chosen here since is put on top.
  const mark = (row) => {
    const vote = held.get(current() + row.id);
    for (const button of row.querySelectorAll(".vote")) {
      const kind = button.classList.contains("up") ? "up" : "down";
      if (vote !== undefined) button.classList.toggle("chosen", vote === kind);
      const pressed = String(button.classList.contains("chosen"));
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    }
  };
  const choose = async (row, opinion) => {
    if (!(await tell(row.id.replace("turn-", ""), opinion))) return;
    held.set(current() + row.id, opinion.vote);
    const shown = document.getElementById(row.id);
    if (shown) mark(shown);
  };
  const vote = (button) => {
    const row = button.closest(".buttons");
    if (button.classList.contains("chosen")) choose(row, { vote: null });
    else if (button.classList.contains("up")) choose(row, { vote: "up" });
    else askWhy(row);
  };
  const askWhy = (row) => {
    const reasons = Object.entries(say.reasons).map(([why, label]) =>
      make("label", {}, make("input", { type: "radio", name: "why", value: why }), make("span", { textContent: label })),
    );
    const title = make("h2", { textContent: say.why, id: "why-title" });
    const comment = make("textarea", { name: "comment", rows: 3, maxLength: 2000 });
    const cancel = make("button", { type: "button", textContent: say.cancel, onclick: () => dialog.close() });
    const form = make(
      "form",
      { method: "dialog" },
      title,
      make("div", { className: "reasons" }, ...reasons),
      make("label", { className: "comment" }, make("span", { textContent: say.comment }), comment),
      make("div", { className: "actions" }, make("button", { className: "send", textContent: say.send }), cancel),
    );
    const dialog = make("dialog", { id: "why", onclose: () => dialog.remove() }, form);
    dialog.setAttribute("aria-labelledby", "why-title");
    form.onsubmit = () => {
      const told = new FormData(form);
      choose(row, { vote: "down", why: told.get("why"), comment: told.get("comment") });
    };
    document.body.append(dialog);
    dialog.showModal();
  };

  // One line for screen readers and eyes, which goes away by itself.
  const announce = (text) => {
    let line = one("#announcement");
    if (!line) document.body.append((line = make("p", { id: "announcement", role: "status" })));
    line.textContent = text;
    clearTimeout(announce.later);
    announce.later = setTimeout(() => (line.textContent = ""), 4000);
  };

  // The list of conversations: the address names the one that is shown, and its forms work without leaving the page.
  const follow = () => {
    const list = one("#history .conversations");
    if (!list || list.dataset.seen === list.dataset.current) return;
    list.dataset.seen = list.dataset.current;
    const wanted = new URL(location.href);
    if (list.dataset.current) wanted.searchParams.set("conversation", list.dataset.current);
    else wanted.searchParams.delete("conversation");
    if (wanted.href !== location.href) history.replaceState(history.state, "", wanted);
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches?.("#history form")) return;
    event.preventDefault();
    const told = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" }).catch(() => null);
    if (told?.type === "opaqueredirect") one("#refresh").click();
    else announce((await told?.json().catch(() => null))?.error?.message ?? CONNECTION_FAILED);
  });

  let restored = false;
  new MutationObserver(() => {
    for (const row of document.querySelectorAll("#chat .buttons")) mark(row);
    follow();
    if (!restored && box()) {
      restored = true;
      restore();
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
