// The connection in calm words: lost, back, slow, queued, full. Replaces Gradio's English notices; keeps the question that was lost.
(() => {
  const words = PAGE_CONNECTION;
  const { fill, keep, kept } = page;
  const SLOW = 8000;
  const QUEUED = 3000;
  const CHECK = 2000;
  let lost = false;
  let pending = null; // the question under way: { text, since, after, seen } - seen once the server has taken it, as another than the one before
  let unsent = null; // the question that was lost
  let checking = null;
  let shown = "";
  const composer = () => document.querySelector("#composer textarea");
  const turn = () => { const { current, turn } = document.querySelector("#history .conversations")?.dataset ?? {}; return `${current} ${turn}`; };
  const stopping = () => document.querySelector("#composer .stop-button");

  const line = () => {
    let found = document.getElementById("connection");
    if (!found) {
      found = document.createElement("div");
      found.id = "connection";
      found.setAttribute("role", "status");
      document.body.append(found);
    }
    return found;
  };
  const say = (state, action, act) => {
    if (shown === state) return;
    shown = state;
    const place = line();
    place.dataset.state = state;
    place.replaceChildren();
    if (!state) return;
    const text = document.createElement("span");
    text.textContent = words[state];
    place.append(text);
    settle();
    if (!action) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words[action];
    button.addEventListener("click", act);
    place.append(button);
    settle();
  };
  // Above the composer, wherever that is: beside the sources, or at the bottom of a narrow page.
  const settle = () => {
    const row = document.getElementById("composer-row")?.getBoundingClientRect();
    if (!row || !shown) return;
    const top = Math.min(row.top, innerHeight);
    Object.assign(line().style, { left: `${row.left + row.width / 2}px`, bottom: `${innerHeight - top + 4}px`, maxWidth: `${row.width - 8}px` });
  };
  window.addEventListener("resize", settle);
  const sayFor = (state, seconds) => {
    say(state);
    setTimeout(() => shown === state && say(""), seconds * 1000);
  };

  // What was typed meanwhile is put back once the question is on its way.
  const again = () => {
    const box = composer();
    const text = unsent;
    if (!box || !text) return;
    const draft = box.value === text ? "" : box.value;
    unsent = null;
    say("");
    fill(box, text);
    box.focus();
    requestAnimationFrame(() => {
      box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", code: "Enter", bubbles: true, cancelable: true }));
      if (!draft) return;
      const put = setInterval(() => {
        if (box.value && box.value !== text) clearInterval(put);
        else if (!box.value) { clearInterval(put); fill(box, draft); }
      }, 100);
      setTimeout(() => clearInterval(put), 30000);
    });
  };

  const broken = () => {
    if (pending) unsent = pending.text;
    pending = null;
    if (lost) return;
    lost = true;
    say("lost");
    check();
  };
  const back = () => {
    if (!lost) return;
    lost = false;
    sayFor("back", 5);
    // The server went on with what it had been asked; only what it never heard of has to be sent again.
    document.getElementById("reopen")?.click();
    const text = unsent;
    setTimeout(() => {
      const known = [...document.querySelectorAll("#chat .user.message")].some((message) => message.textContent.trim() === text?.trim());
      if (known && unsent === text && document.querySelector("#chat .bot.message")) unsent = null;
      else if (unsent) say("back_unsent", "again", again);
    }, 1500);
  };
  const alive = async () => {
    try {
      const response = await plain("/healthz", { cache: "no-store", signal: AbortSignal.timeout(5000) });
      return response.ok;
    } catch {
      return false;
    }
  };
  const check = async () => {
    clearTimeout(checking);
    const well = navigator.onLine && (await alive());
    if (well) back();
    else broken();
    clearTimeout(checking);
    if (lost) checking = setTimeout(check, CHECK);
  };

  const asked = (body) => {
    try {
      const { data, event_data: event } = JSON.parse(body);
      if (event && "liked" in event) return null;
      const chosen = event?.value?.text ?? event?.value;
      const typed = data.find((part) => typeof part === "string");
      return (typeof chosen === "string" && chosen) || typed || null;
    } catch {
      return null;
    }
  };
  // No server reads more of a question (ASSISTANT_MAX_QUESTION is at most one less): what is beyond need not travel, and is too long either way.
  const LONGEST = 20001;
  const shortened = (body) => {
    if (typeof body !== "string" || body.length <= LONGEST) return body;
    try {
      const told = JSON.parse(body);
      told.data = told.data.map((part) => (typeof part === "string" ? part.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, "") : part));
      return JSON.stringify(told);
    } catch {
      return body;
    }
  };
  const plain = window.fetch.bind(window);
  window.fetch = async (target, options) => {
    const address = String(target instanceof Request ? target.url : target);
    const joining = address.includes("/gradio_api/queue/join");
    const question = joining ? asked(options?.body) : null;
    if (question) options = { ...options, body: shortened(options.body) };
    if (question) {
      unsent = null;
      pending = { text: question, since: Date.now(), after: turn(), seen: false };
      if (shown !== "lost") say("");
    }
    try {
      const response = await plain(target, options);
      if (question && !response.ok) {
        unsent = question;
        pending = null;
        const state = { 503: "full", 429: "often", 413: "large" }[response.status] ?? "failed";
        // What is too large stays too large.
        if (state === "large") say(state);
        else say(state, "again", again);
      }
      return response;
    } catch (error) {
      if (error?.name !== "AbortError" && address.includes("/gradio_api/")) check();
      throw error;
    }
  };

  window.addEventListener("offline", () => broken());
  window.addEventListener("online", check);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && !lost && check());
  // While an answer is under way: how long it has been, and whether the server still lives.
  let beats = 0;
  setInterval(() => {
    beats += 1;
    const state = shown;
    if (!pending) {
      if (state === "slow" || state === "queued") say("");
      if (!lost && beats % 40 === 0 && document.visibilityState === "visible") check();
      return;
    }
    const stop = stopping();
    if (stop || turn() !== pending.after) pending.seen = true;
    if (pending.seen && !stop) { pending = null; if (shown === "queued" || shown === "slow") say(""); return; }
    const waited = Date.now() - pending.since;
    if (!pending.seen && waited > QUEUED) say("queued");
    else if (pending.seen && waited > SLOW) say("slow", "stop", () => { stopping()?.click(); say(""); });
    else if (pending.seen && state === "queued") say("");
    if (!pending.seen && waited > SLOW * 15) pending = null;
    if (beats % 6 === 0) check();
  }, 500);
  // An error that Gradio would tell in a notice of its own, which the style sheet hides.
  new MutationObserver((changes) => {
    const told = changes.some((c) => [...c.addedNodes].some((n) => n instanceof Element && (n.matches(".toast-body.error") || n.querySelector(".toast-body.error"))));
    if (!told) return;
    document.querySelectorAll(".toast-body.error .toast-close").forEach((button) => button.click());
    check().then(() => {
      if (lost || ["full", "often", "large", "failed"].includes(shown)) return;
      if (pending) { unsent = pending.text; pending = null; }
      if (unsent) say("failed", "again", again);
      else sayFor("failed", 8);
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
  // Gradio loads the page anew when it meets another server; the question that was lost outlives that, in this tab alone.
  const KEY = "unsent";
  window.addEventListener("pagehide", () => {
    const left = unsent ?? (lost ? pending?.text : null);
    if (left) keep(KEY, left);
  });
  const restore = () => {
    unsent = kept(KEY);
    keep(KEY, "");
    if (unsent) say("back_unsent", "again", again);
  };
  // Once the chat is there, what stood in its place goes.
  const mounted = new MutationObserver(() => {
    if (!document.querySelector("gradio-app #chat") || !composer()) return;
    document.getElementById("first-paint")?.remove();
    mounted.disconnect();
    setTimeout(restore, 300);
  });
  mounted.observe(document.documentElement, { childList: true, subtree: true });
})();
