/**
 * What the page can do beyond being read: filter timelines, and unfold everything for printing. Browsers run it as it
 * stands; without it nothing is missing but the filters.
 */
export const SCRIPT = `'use strict';
for (const filters of document.querySelectorAll('.filters')) {
  const rows = [...filters.nextElementSibling.children];
  const output = filters.querySelector('output');
  const all = output.textContent;
  const fields = [...filters.querySelectorAll('select, input')];
  const texts = new Map();
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };
  const apply = () => {
    const wanted = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    const text = wanted.text.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const fits =
        (wanted.actor === '' || row.dataset.actor === wanted.actor) &&
        (wanted.tactic === '' || row.dataset.tactic.split('\\n').includes(wanted.tactic)) &&
        (wanted.credential === '' || row.dataset.credential.split('\\n').includes(wanted.credential)) &&
        (text === '' || textOf(row).includes(text));
      row.hidden = !fits;
      if (fits) shown++;
    }
    output.textContent = shown === rows.length ? all : shown + ' of ' + rows.length + ' rows';
  };
  for (const field of fields) field.addEventListener('input', apply);
  filters.hidden = false;
}
const opened = [];
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('main section:not(.timeline) details:not([open])')) {
    details.open = true;
    opened.push(details);
  }
});
addEventListener('afterprint', () => {
  for (const details of opened.splice(0)) details.open = false;
});
`;
