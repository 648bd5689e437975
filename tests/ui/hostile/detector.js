// Run before everything else in a page: what payloads do when they run is kept in window.__hits. inspectPage looks for what they leave behind.
(() => {
  if (window.__hits) return;
  window.__hits = [];
  Object.defineProperty(window, "__pwned", { set: (value) => window.__hits.push(`__pwned = ${value}`), get: () => undefined });
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => { window.__hits.push(name); };

  const LINKS = ["href", "src", "action", "formaction", "data", "poster", "background", "srcset", "xlink:href", "ping", "to", "codebase"];
  // Elements that act by being there; none of them has a text from outside in it.
  const ACTIVE = "script, style, iframe, frame, object, embed, applet, meta, link, math, svg, audio, video, source, img, marquee, noscript, "
    + "xmp, plaintext, listing, noembed, noframes, template, portal";

  const leads = (value, own) => {
    let url;
    try { url = new URL(value, own); } catch { return /^\W*(javascript|vbscript|data):/i.test(value); }
    if (url.protocol === "data:") return !/^data:(image|font)\/[a-z+]+[;,]/i.test(value) || /pwned/i.test(value);
    return url.protocol !== "blob:" && url.origin !== new URL(own).origin;
  };
  const wrong = (element, own) => {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) return `the event handler ${name}`;
      if (/["'<`]|pwned/i.test(name)) return `an attribute called ${name}`;
      if (name === "srcdoc") return "a document in an attribute";
      if (["id", "name", "class", "is", "slot", "form"].includes(name) && /pwned/i.test(value)) return `the ${name} ${value}`;
      if (name === "style" && /pwned|url\(|expression|binding|@import/i.test(value)) return `the style ${value}`;
      if (LINKS.includes(name) && value && leads(value, own)) return `the address ${value}`;
    }
    if (element.localName === "base" && element.getAttribute("href") !== "./") return "a base";
    if (element.localName === "meta" && /refresh/i.test(element.httpEquiv)) return "a refresh";
    return element.matches(ACTIVE) && /pwned/i.test(element.outerHTML) ? "an active element" : "";
  };
  // What is wrong with a document, an entry for each element; "own" is the only address that it may lead to or load from.
  window.inspectPage = (root, own) => [...root.querySelectorAll("*")].flatMap((element) => {
    const why = wrong(element, own);
    return why ? [`${why}: ${element.outerHTML.slice(0, 200)}`] : [];
  });
  window.inspectText = (html, own) => window.inspectPage(new DOMParser().parseFromString(html, "text/html"), own);
  // The same of what a server answers, without showing it: [what was asked, what is wrong with the answer].
  window.inspectAnswers = async (asked) => {
    const told = [];
    for (const [address, form] of asked) {
      const answer = await fetch(address, form ? { method: "POST", body: new URLSearchParams(form) } : {});
      if (answer.status >= 500 && answer.status !== 503) told.push([address, form, [`status ${answer.status}`]]);
      const wrong = window.inspectText(await answer.text(), location.href);
      if (wrong.length) told.push([address, form, wrong]);
    }
    return told;
  };
})();
