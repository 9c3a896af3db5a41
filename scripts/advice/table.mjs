// The table of docs/advice.md: what advice promised, and what following it saved.

const START = '<!-- made by scripts/advice.mjs -->\n';
const END = '<!-- end of what scripts/advice.mjs made -->';
const HEAD = `| rule | image | promised | real | difference | still runs |
| --- | --- | ---: | ---: | ---: | --- |
`;

/** @param {import('./follow.mjs').Followed} followed @returns {string} one row */
export function formatRow({ rule, image, promised, real, security, again, printed: [before, after] }) {
  const bytes = (/** @type {number} */ value) => value.toLocaleString('en-US');
  const promise = security ? 'no bytes' : bytes(promised);
  const difference = security ? (again ? 'given again' : 'none') : percent((promised - real) / real);
  const runs = before !== '' && before === after ? 'yes' : 'no';
  return `| \`${rule}\` | ${image} | ${promise} | ${security ? 'no bytes' : bytes(real)} | ${difference} | ${runs} |`;
}

/** @param {number} share */
function percent(share) {
  return `${share > 0 ? '+' : ''}${(share * 100).toFixed(2)} %`;
}

/** The rows of a page by rule and image. @param {string} page @returns {Map<string, string>} */
export function rowsOf(page) {
  const rows = page.slice(page.indexOf(START), page.indexOf(END)).match(/^\| `.*$/gm) ?? [];
  return new Map(
    rows.map((row) => {
      const [, rule = '', image = ''] = row.split(' | ').join('|').split('|');
      return [`${rule.replaceAll('`', '').trim()} ${image.trim()}`, row];
    }),
  );
}

/** The page with other rows. @param {string} page @param {readonly string[]} rows @returns {string} */
export function filled(page, rows) {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error('docs/advice.md has no markers for the table');
  return `${page.slice(0, start)}${START}${HEAD}${rows.map((row) => `${row}\n`).join('')}${page.slice(end)}`;
}
