// The votes page: what each row comes to, as one types. The server says what is wrong; without script it says so on saving.
"use strict";

for (const form of document.querySelectorAll("[data-ballots]")) {
  for (const row of form.querySelectorAll("[data-ballot]")) {
    const told = row.querySelector("[data-sum]");
    const saved = told.textContent;
    const number = (name) => {
      const text = row.querySelector(`input[name^="${name}-"]`).value.trim();
      return text === "" ? null : /^\d{1,3}$/.test(text) ? Number(text) : NaN;
    };

    row.addEventListener("input", () => {
      told.textContent = said(row.dataset, number, form.dataset) ?? saved;
    });
  }
}

// "10/11 · 90,91% · đạt", once for and against are typed; nothing while a figure is no number.
function said(row, number, words) {
  const agree = number("agree");
  const written = number("written_agree") ?? 0;
  if (agree === null || Number.isNaN(agree + written)) return "";
  const sum = agree + written;
  const base = Number(row.base);
  if (!base || sum > base) return "";
  // Half up in whole numbers, as the server counts: hundredths of a per cent.
  const hundredths = Math.floor((sum * 20000 + base) / (2 * base));
  const percent = `${Math.floor(hundredths / 100)},${String(hundredths % 100).padStart(2, "0")}`;
  const two = (count) => String(count).padStart(2, "0");
  return `${two(sum)}/${two(base)} · ${percent}% · ${sum >= Number(row.needed) ? words.wordsPassed : words.wordsFailed}`;
}
