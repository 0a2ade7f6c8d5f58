// The assessor's desk: the evidence in place beside the marks, floor and bounds as one types, the keyboard alone.
// Without script everything is there too: the pages of evidence are links, what is wrong is said on saving.
"use strict";

for (const desk of all("[data-desk]")) {
  const form = desk.querySelector("form");
  const proof = desk.querySelector("[data-desk-proof]");
  const panel = proof.querySelector("[data-look]");
  const below = proof.querySelector("[data-mark-below]");
  const lines = all("[data-line]", form);
  const markOf = (line) => line.querySelector("input.mark");
  const reasonOf = (line) => line.querySelector("textarea");
  const chipsOf = (line) => all("a[data-preview]", line);
  let current = null;
  let waiting = 0;

  // -- a mark, as it is typed --------------------------------------------------------------------------------------
  function numberOf(field) {
    const text = field.value.trim();
    return /^\d{1,3}(,\d)?$/.test(text) ? Number(text.replace(",", ".")) : null;
  }

  function judge(line) {
    const field = markOf(line);
    const number = numberOf(field);
    const most = Number(line.dataset.points);
    const out = number !== null && number > most;
    line.querySelector(".scale-mark").setAttribute("width", number === null || out ? 0 : (100 * number) / most);
    sayBounds(line, field, out ? form.dataset.out.replace("%(most)s", String(most).replace(".", ",")) : "");
  }

  // The reason opens in place; not while the first of two figures stands there alone.
  function judgeFloor(line) {
    const number = numberOf(markOf(line));
    const low = number !== null && number < Number(line.dataset.floor);
    const reason = reasonOf(line);
    line.classList.toggle("below", low);
    reason.required = low;
    line.querySelector("details").open = low || Boolean(reason.value) || reason === document.activeElement;
  }

  // The same look and place as what the server says after a save, which takes its place.
  function sayBounds(line, field, words) {
    line.querySelector("[data-bounds]")?.remove();
    if (!words) {
      if (!field.dataset.wrongNow && !line.querySelector(".field-error")) field.removeAttribute("aria-invalid");
      return;
    }
    const said = document.createElement("p");
    said.className = "field-error";
    said.dataset.bounds = said.dataset.now = "";
    said.setAttribute("role", "alert");
    said.innerHTML = '<i class="bi bi-exclamation-circle-fill" aria-hidden="true"></i><span></span>';
    said.lastChild.textContent = words;
    field.setAttribute("aria-invalid", "true");
    field.dataset.wrongNow = "";
    field.parentElement.append(said);
  }

  // -- which standard one is at ------------------------------------------------------------------------------------
  function take(line) {
    if (current === line) return;
    current?.classList.remove("current");
    current = line;
    line.classList.add("current");
    mirror();
    const chips = chipsOf(line).map((chip) => chip.pathname);
    if (chips.length && !chips.includes(shownPath())) look(chips[0]);
  }

  // -- the evidence ------------------------------------------------------------------------------------------------
  const shownPath = () => panel && panel.dataset.look.split("?")[0];

  async function look(address) {
    panel.dataset.look = address;
    try {
      const answer = await fetch(address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const shown = page.getElementById("preview");
      if (!shown) throw new Error("signed out");
      if (panel.dataset.look !== address) return; // another was asked for meanwhile
      panel.replaceChildren(shown);
      markShown();
    } catch {
      window.location.assign(address);
    }
  }

  function markShown() {
    for (const link of all("a[data-preview]", desk)) {
      if (link.pathname === shownPath()) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  function turn(way) {
    const link = panel && panel.querySelector(`[rel="${way}"]`);
    if (link) look(new URL(link.getAttribute("href"), new URL(panel.dataset.look, document.baseURI)).href.replace(window.location.origin, ""));
  }

  function nextPiece(step) {
    const own = current ? chipsOf(current) : [];
    const links = own.length ? own : all(".piece-list a", proof);
    const place = links.findIndex((link) => link.pathname === shownPath());
    const link = links[(place + step + links.length) % links.length];
    if (link) look(link.pathname);
  }

  // Before the dialog of other pages hears of it.
  desk.addEventListener(
    "click",
    (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const turned = event.target.closest("[data-look] a[rel='next'], [data-look] a[rel='prev']");
      const piece = event.target.closest("a[data-preview]");
      if (!panel || !(turned || piece)) return;
      event.preventDefault();
      if (turned) {
        turn(turned.rel);
        return;
      }
      const line = piece.closest("[data-line]");
      if (line) take(line);
      look(piece.pathname);
      show("proof");
    },
    true,
  );

  // -- on a narrow screen: one side at a time, the mark beneath the page ---------------------------------------------
  const tabs = document.querySelector("[data-desk-tabs]");

  function show(side) {
    desk.dataset.side = side;
    for (const tab of all("[data-tab]", tabs)) tab.setAttribute("aria-pressed", String(tab.dataset.tab === side));
  }

  function mirror() {
    if (!below || !current) return;
    const [points, floor] = all(".mark-row p > *", current).map((each) => each.textContent);
    below.hidden = false;
    below.querySelector("strong").textContent = current.querySelector("h3").textContent;
    below.querySelector("label span").textContent = `${points}, ${floor}`;
    below.querySelector("input").value = markOf(current).value;
  }

  if (below) {
    const own = below.querySelector("input");
    own.addEventListener("input", () => {
      markOf(current).value = own.value;
      markOf(current).dispatchEvent(new Event("input", { bubbles: true }));
    });
    own.addEventListener("change", () => {
      judgeFloor(current);
      markOf(current).dispatchEvent(new Event("focusout", { bubbles: true }));
      if (current.classList.contains("below") && !reasonOf(current).value.trim()) {
        show("marks");
        reasonOf(current).focus();
      }
    });
  }
  tabs.hidden = false;
  for (const tab of all("[data-tab]", tabs)) tab.addEventListener("click", () => show(tab.dataset.tab));

  // -- the keyboard --------------------------------------------------------------------------------------------------
  const waitsForReason = (line) => line.classList.contains("below") && !reasonOf(line).value.trim();
  const onward = () => all(".sheet-save button", form)[0];
  const isLast = (line) => line === lines[lines.length - 1];
  const send = document.querySelector("[data-send]");
  const more = form.querySelector("[name=next]");

  function moveOn(line, fromReason) {
    judgeFloor(line);
    if (!fromReason && waitsForReason(line)) reasonOf(line).focus();
    else if (!isLast(line)) markOf(lines[lines.indexOf(line) + 1]).focus();
    else if (more) more.focus();
    else send.focus();
  }

  function acts(event, line, inReason) {
    if (event.altKey && event.key === "ArrowDown") return () => nextPiece(1);
    if (event.altKey && event.key === "ArrowUp") return () => nextPiece(-1);
    if (event.altKey || event.ctrlKey || event.metaKey) return null;
    if (event.key === "PageDown") return () => turn("next");
    if (event.key === "PageUp") return () => turn("prev");
    if (event.key === "F4") return () => (lines.map(markOf).find((field) => !field.value.trim()) || onward()).focus();
    if (event.key === "?" && !inReason) return () => document.querySelector("[data-keys]").click();
    if (!line) return null;
    if (event.key === "Tab" && !event.shiftKey && !inReason) judgeFloor(line);
    if (event.key === "Enter" && !event.shiftKey) return () => moveOn(line, inReason);
    if (event.key !== "F2") return null;
    return () => {
      line.querySelector("details").open = true;
      reasonOf(line).focus();
    };
  }

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const typing = field.matches("input, textarea, select");
    if (typing && !desk.contains(field)) return;
    const line = typing ? field.closest("[data-line]") || (below && below.contains(field) ? current : null) : null;
    const act = acts(event, line, field.matches("textarea"));
    if (!act) return;
    event.preventDefault();
    act();
  });

  for (const line of lines) {
    // Tab goes from mark to mark: what proves a standard comes by itself, and by Alt and the arrows.
    for (const stop of all("a[data-preview], summary", line)) stop.tabIndex = -1;
    line.addEventListener("input", () => {
      judge(line);
      window.clearTimeout(waiting);
      waiting = window.setTimeout(judgeFloor, 600, line);
      if (line === current && document.activeElement !== below?.querySelector("input")) mirror();
    });
    line.addEventListener("focusin", () => take(line));
    line.addEventListener("focusout", () => judgeFloor(line));
    judge(line);
    judgeFloor(line);
  }
  desk.classList.add("live");
  show("marks");
  const first = lines.find((line) => !markOf(line).value.trim()) || lines[0];
  if (first) take(first);
  markShown();
}
