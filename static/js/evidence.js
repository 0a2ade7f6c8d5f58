// Files dropped on the page, with how far each is; a preview beside what is being written. Comfort only.
"use strict";

{
  const MOST = 10 * 1024 * 1024;
  const token = () => document.querySelector('[name="csrfmiddlewaretoken"]').value;

  // -- the page renewed in its parts, never in what is being typed ---------------------------------------------
  const parts = (page) => all("[data-evidence], [data-part]", page);
  const keyOf = (part) => part.dataset.evidence || part.dataset.part;

  async function renew(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = new Map(parts(page).map((part) => [keyOf(part), part]));
    for (const part of parts(document)) {
      if (fresh.has(keyOf(part))) part.innerHTML = fresh.get(keyOf(part)).innerHTML;
    }
    unhide();
    return page;
  }

  const renewAll = () => fetch(window.location.href).then((answer) => answer.text()).then(renew);

  function unhide() {
    for (const button of all("[data-post][hidden]")) button.hidden = false;
  }

  // A small act that asks nothing: done without leaving the page, and said with the way to take it back.
  async function post(address) {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams({ csrfmiddlewaretoken: token() }) });
    if (!answer.ok) throw new Error(answer.status);
    const text = await answer.text();
    const page = new DOMParser().parseFromString(text, "text/html");
    const here = new URL(answer.url).pathname === window.location.pathname;
    await (here ? renew(text) : renewAll());
    for (const saying of all(".toasts .saying", page)) {
      document.querySelector(".toasts").append(saying);
      letGo(saying);
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-post]");
    if (button) post(button.dataset.post).catch(() => window.location.reload());
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-quiet]")) return;
    event.preventDefault();
    post(form.action).then(() => form.closest(".saying")?.remove(), () => form.submit());
  });

  // -- files ---------------------------------------------------------------------------------------------------
  for (const drop of all("[data-drop]")) {
    const list = drop.nextElementSibling.firstElementChild;
    drop.hidden = false;
    for (const other of all("[data-without-script]", drop.parentElement)) other.hidden = true;
    for (const field of all('input[type="file"]', drop)) {
      field.addEventListener("change", () => {
        take(drop, list, [...field.files]);
        field.value = "";
      });
    }
    drop.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      take(drop, list, [...event.dataTransfer.files]);
    });
  }

  // What is dropped beside does not replace the page.
  if (document.querySelector("[data-drop]")) {
    for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
  }

  async function take(drop, list, files) {
    list.hidden = false;
    const lines = files.map((file) => lineOf(list, file));
    for (const [place, file] of files.entries()) await send(drop, lines[place], file);
    await renewAll().catch(() => {});
  }

  function lineOf(list, file) {
    const line = document.createElement("li");
    const name = document.createElement("strong");
    const bar = document.createElement("progress");
    const words = document.createElement("span");
    name.textContent = file.name;
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    line.append(name, bar, words);
    list.append(line);
    return { line, bar, words };
  }

  function ended({ line, bar, words }, look, text) {
    bar.remove();
    line.className = look;
    words.textContent = text;
  }

  async function send(drop, shown, file) {
    if (file.size > MOST) return ended(shown, "refused", drop.dataset.big);
    shown.words.textContent = drop.dataset.going;
    try {
      const told = await request(drop, shown, file);
      ended(shown, told.taken ? (told.again ? "doubtful" : "taken") : "refused", told.said);
    } catch (cut) {
      ended(shown, "refused", cut.message === "cut" ? drop.dataset.cut : drop.dataset.failed);
      const again = document.createElement("button");
      again.type = "button";
      again.className = "link";
      again.textContent = drop.dataset.again;
      again.addEventListener("click", () => {
        again.remove();
        shown.line.className = "";
        shown.words.before(shown.bar);
        send(drop, shown, file).then(renewAll);
      });
      shown.line.append(again);
    }
  }

  function request(drop, shown, file) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token());
    body.append("file", file);
    const ticked = drop.dataset.criterion
      ? [drop.dataset.criterion]
      : all('[name="criteria"]:checked').map((box) => box.value);
    for (const value of ticked) body.append("criteria", value);
    return new Promise((resolve, reject) => {
      const asked = new XMLHttpRequest();
      asked.upload.addEventListener("progress", (event) => {
        shown.bar.value = (100 * event.loaded) / event.total;
        if (event.loaded === event.total) shown.words.textContent = drop.dataset.checking;
      });
      asked.addEventListener("error", () => reject(new Error("cut")));
      asked.addEventListener("load", () => {
        if (asked.response && "taken" in asked.response) resolve(asked.response);
        else reject(new Error("failed"));
      });
      asked.open("POST", drop.dataset.drop);
      asked.setRequestHeader("Accept", "application/json");
      asked.responseType = "json";
      asked.send(body);
    });
  }

  // -- the preview in a dialog, so that what is being written stays ----------------------------------------------
  let dialog = null;

  async function look(address) {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const shown = page.getElementById("preview");
    if (!shown) throw new Error("signed out");
    dialog ||= made();
    dialog.dataset.address = address;
    dialog.querySelector("#preview")?.remove();
    dialog.append(shown);
    const close = shown.querySelector("[data-close]");
    close.hidden = false;
    close.addEventListener("click", () => dialog.close());
    if (!dialog.open) dialog.showModal();
  }

  function made() {
    const found = document.createElement("dialog");
    found.className = "dialog preview-dialog";
    found.setAttribute("aria-labelledby", "preview-head");
    found.addEventListener("keydown", (event) => {
      const way = { PageDown: "next", PageUp: "prev", ArrowRight: "next", ArrowLeft: "prev" }[event.key];
      const link = way && found.querySelector(`[rel="${way}"]`);
      if (!link) return;
      event.preventDefault();
      link.click();
    });
    document.body.append(found);
    return found;
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a[data-preview], .preview-dialog a[rel='next'], .preview-dialog a[rel='prev']");
    if (!link) return;
    event.preventDefault();
    const address = new URL(link.getAttribute("href"), new URL(dialog?.open ? dialog.dataset.address : "", document.baseURI));
    look(address.href).catch(() => window.location.assign(address));
  });

  unhide();
}
