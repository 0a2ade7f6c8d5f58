// The votes page: what each row comes to, as one types. The server says what is wrong; without script it says so on saving.
"use strict";

for (const form of document.querySelectorAll("[data-ballots]")) {
  // "10/11 · 90,91% · đạt", once the row is typed and its sums hold; until then nothing.
  function said(row, number, words) {
    const [returned, valid, invalid, agree, against] = ["returned", "valid", "invalid", "agree", "against"].map(number);
    const holds = returned !== null && valid + invalid === returned && agree + against === valid;
    const sum = agree + number("written_agree");
    const base = Number(row.base);
    if (!holds || agree === null || Number.isNaN(sum) || sum > base || !base) return "";
    // Half up in whole numbers, as the server counts: hundredths of a per cent.
    const hundredths = Math.floor((sum * 20000 + base) / (2 * base));
    const percent = `${Math.floor(hundredths / 100)},${String(hundredths % 100).padStart(2, "0")}`;
    const two = (count) => String(count).padStart(2, "0");
    const end = sum >= Number(row.needed) ? words.wordsPassed : words.wordsFailed;
    return `${two(sum)}/${two(base)} · ${percent}% · ${end}`;
  }

  for (const row of form.querySelectorAll("[data-ballot]")) {
    const told = row.querySelector("[data-sum]");
    const number = (name) => {
      const text = row.querySelector(`input[name^="${name}-"]`).value.trim();
      return text === "" ? null : /^\d{1,3}$/.test(text) ? Number(text) : NaN;
    };

    row.addEventListener("input", () => {
      told.textContent = said(row.dataset, number, form.dataset);
    });
  }
}
