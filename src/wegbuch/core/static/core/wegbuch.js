// What the pages do better with a script. Every page works without it; nothing here asks another host.
(() => {
  "use strict";
  const NARROW = window.matchMedia("(max-width: 63.99rem)");
  const EVERY = 5000;

  // Keys, where the person has not switched them off: Ctrl K goes to the search, Ctrl Enter saves the form.
  document.addEventListener("keydown", (event) => {
    if (!("keys" in document.body.dataset) || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.key.toLowerCase() === "k") goToSearch(event);
    if (event.key === "Enter") saveForm(event);
  });

  function goToSearch(event) {
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  }

  function saveForm(event) {
    const form = event.target.closest("form");
    const button = form?.querySelector("button[type=submit]");
    if (!button) return;
    event.preventDefault();
    form.requestSubmit(button);
  }

  // The error summary takes focus, also when a part of the page was swapped.
  const showErrors = (root) => root.querySelector(".wb-errors")?.focus();
  showErrors(document);
  document.addEventListener("htmx:afterSwap", (event) => showErrors(event.target));

  // A panel whose gate says no is removed, not emptied.
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 404) event.detail.elt.closest("[data-panel]")?.remove();
  });

  // Enter in a field that offers hits while one types takes the first of them and goes on to what is asked next.
  let isAwaited = false;
  let searched = "";
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("[data-takes-first]");
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !field?.value.trim() || !window.htmx) return;
    event.preventDefault();
    isAwaited = searched !== field.value;
    if (!isAwaited) takeFirst(field);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const field = event.detail.requestConfig?.elt;
    if (!field?.matches("[data-takes-first]") || event.target !== event.detail.target) return;
    searched = event.detail.requestConfig.parameters[field.name];
    if (isAwaited && searched === field.value) takeFirst(field);
  });
  for (const kind of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(kind, (event) => {
      if (isAwaited && event.target.matches("[data-takes-first]")) event.target.form.requestSubmit();
    });
  }

  function takeFirst(field) {
    isAwaited = false;
    const hits = field.form.querySelector(field.dataset.takesFirst);
    const hit = hits.querySelector("input[type=radio]");
    if (hits.textContent.trim() && !hit) return;
    if (hit && !hit.checked) hit.click();
    const next = field.form.querySelector(`${field.dataset.then}:checked`) ?? field.form.querySelector(field.dataset.then);
    next.focus();
  }

  // Sheets: on narrow screens the main part of the linked page comes from below.
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
    const link = event.target.closest("a[data-sheet]");
    if (!link || !NARROW.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openSheet(link.href).catch(() => window.location.assign(link.href));
  });

  async function openSheet(address) {
    const answer = await fetch(address, { headers: { "X-Wegbuch-Sheet": "1" } });
    if (!answer.ok || answer.redirected) throw new Error("not a sheet");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const sheet = document.querySelector("[data-sheet-frame]").content.firstElementChild.cloneNode(true);
    sheet.append(...page.querySelector("main").childNodes);
    sheet.setAttribute("aria-label", sheet.querySelector("h1").textContent);
    // Its posts go to the page it came from, not to the page below it.
    for (const form of sheet.querySelectorAll("form:not([action])")) form.action = address;
    sheet.addEventListener("close", () => { saveDrafts(sheet); sheet.remove(); });
    document.body.prepend(sheet);
    sheet.showModal();
    (sheet.querySelector("[autofocus]") ?? sheet.querySelector("input:not([type=hidden]), select, textarea"))?.focus();
    window.htmx?.process(sheet);
  }

  // Drafts: what was typed is kept on the server every five seconds and on leaving; nothing is restored by itself.
  const changed = new Set();
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      const form = event.target.closest("form[data-draft]");
      if (form) changed.add(form);
    });
  }
  const calls = new WeakMap();
  document.addEventListener("submit", (event) => {
    changed.delete(event.target);
    calls.get(event.target)?.abort();
  });
  setInterval(() => saveDrafts(document), EVERY);
  window.addEventListener("pagehide", () => saveDrafts(document));

  function saveDrafts(root) {
    for (const form of [...changed]) if (root.contains(form)) saveDraft(form);
  }

  async function saveDraft(form) {
    changed.delete(form);
    const call = new AbortController();
    calls.set(form, call);
    const answer = await fetch(form.dataset.draftUrl, {
      method: "POST", body: draftOf(form), keepalive: true, signal: call.signal, headers: { "X-Wegbuch-Autosave": "1" },
    }).catch(() => null);
    if (call.signal.aborted) return;
    if (!answer?.ok) changed.add(form);
    say(form.querySelector("[data-draft-status]"), Boolean(answer?.ok));
  }

  function draftOf(form) {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
    fields.append("path", form.dataset.draft);
    return fields;
  }

  function say(status, isSaved) {
    if (!status) return;
    const time = new Date().toLocaleTimeString("de-DE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" });
    const text = isSaved ? `${status.dataset.saved} ${time}` : status.dataset.unsaved;
    if (status.textContent !== text) status.textContent = text;
  }
})();
