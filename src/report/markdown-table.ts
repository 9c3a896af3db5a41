import { isFailing } from '../compare/checks.ts';
import { decidingChecks } from '../compare/deciding.ts';
import { formatBytes, formatExactBytes, formatSignedBytes } from '../config/amount.ts';
import type { Detail } from './detail.ts';
import { codeCell, codeSpan, escapeText, unbroken } from './escape.ts';
import { hasNoise, isUnchanged, type Row, type SizeChange } from './row.ts';
import { mark } from './verdict.ts';
import { changeWords, foundWords, unaffectedWords } from './words.ts';

/** Unchanged images named in one line; more are folded. */
const NAMED_IN_LINE = 8;

/** The table image × platform, gravest first, then the unchanged images in one line, and those that nothing changed for in another. `platforms` are those of the whole report. */
export function renderTable(rows: readonly Row[], platforms: readonly string[], detail: Detail): string {
  const folded = rows.filter(isUnchanged);
  const unaffected = folded.filter(({ comparison }) => comparison.unaffected);
  const built = folded.filter(({ comparison }) => !comparison.unaffected);
  const [noisy, unchanged] = [built.filter(hasNoise), built.filter((row) => !hasNoise(row))];
  const changed = rows.filter((row) => !isUnchanged(row));
  const several = platforms.length > 1;
  const shown = changed.slice(0, detail.rows).map((row) => renderRow(row, several, detail));
  const hidden = changed.length - shown.length;
  return [
    ...(shown.length === 0 ? [] : [[...HEAD, ...shown].join('\n')]),
    ...(hidden === 0 ? [] : [`… and ${hidden} more images`]),
    ...(noisy.length === 0 ? [] : [renderFolded(noisy, 'within noise', several, detail)]),
    ...(unchanged.length === 0 ? [] : [renderFolded(unchanged, 'unchanged', several, detail)]),
    ...(unaffected.length === 0 ? [] : [renderFolded(unaffected, notAffected(unaffected), several, detail)]),
  ].join('\n\n');
}

const HEAD = ['| image | download | unpacked | new bytes | verdict |', '| :--- | ---: | ---: | ---: | :--- |'];

function renderRow(row: Row, several: boolean, detail: Detail): string {
  const { comparison, verdict, newBytes } = row;
  const cells = [
    `${codeCell(comparison.image, 60)}${several && comparison.platform !== '' ? `<br>${codeCell(comparison.platform, 40)}` : ''}`,
    sizeCell(row.download, detail),
    sizeCell(row.unpacked, detail),
    newBytes === null ? '–' : exact(newBytes, detail),
    `${mark(verdict)}&nbsp;${verdict}${reasonCell(row)}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** `23.1 MB → 277 MB` over its change in bold; one size where there is nothing to compare. */
function sizeCell({ before, after, growth, percent, estimated, noise }: SizeChange, detail: Detail): string {
  const about = estimated ? '≈&nbsp;' : '';
  if (before === null && after === null) return '–';
  const head = after === null ? '–' : `${about}${exact(after, detail)}`;
  if (before === null) return head;
  if (growth === 0 && before === after) return `${head}<br>unchanged`;
  const words = growth === null ? '' : unbroken(changeWords(growth, percent));
  const change = words === '' ? '' : `<br>${noise ? `${words}<br>within&nbsp;noise` : `**${words}**`}`;
  return `${about}${exact(before, detail)}&nbsp;→&nbsp;${head}${change}`;
}

/** What decided: the condition as the user wrote it, with the number found where no column shows it; of an error, the reason. */
function reasonCell({ decisive, comparison, verdict }: Row): string {
  const [condition, ...rest] = decisive;
  if (condition !== undefined) {
    const more = rest.length === 0 ? '' : `<br>and ${rest.length} more`;
    const found = condition.clauses.every(({ growth }) => growth) ? '' : ` (${unbroken(foundWords(condition))})`;
    return `<br>${codeCell(condition.text, 80)}${found}${more}`;
  }
  const [check, ...others] = decidingChecks(comparison);
  if (check !== undefined) {
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return `<br>check ${codeCell(check.check, 80)} ${isFailing(check) ? 'failed' : 'not verified'}${more}`;
  }
  const [note] = comparison.notes;
  return note === undefined || verdict !== 'error' ? '' : `<br>${escapeText(firstLine(note), 160)}`;
}

function notAffected(rows: readonly Row[]): string {
  return `not affected (${unaffectedWords(rows.map(({ comparison }) => comparison))})`;
}

function renderFolded(rows: readonly Row[], how: string, several: boolean, { unchangedNames }: Detail): string {
  const count = rows.length === 1 ? '1 image' : `${rows.length} images`;
  const start = `${mark('pass')} pass: ${count} ${how}`;
  if (!unchangedNames) return start;
  const names = rows.map(({ comparison, unpacked }) => {
    const platform = several && comparison.platform !== '' ? ` ${codeSpan(comparison.platform, 40)}` : '';
    return `${codeSpan(comparison.image, 60)}${platform}${foldedSize(unpacked)}`;
  });
  if (names.length <= NAMED_IN_LINE) return `${start}: ${names.join(', ')} unpacked`;
  return `<details><summary>${start}</summary>\n\n${names.join(', ')} (unpacked)\n\n</details>`;
}

/** The size, and what it changed by: noise is no news, but growth that creeps below it must be there to be seen. */
function foldedSize({ after, growth }: SizeChange): string {
  if (after === null) return '';
  return growth === null || growth === 0
    ? ` ${formatBytes(after)}`
    : ` ${formatBytes(after)} (${formatSignedBytes(growth)})`;
}

/** A size with its exact bytes on hover: `title` is an attribute that GitHub keeps (html-pipeline, sanitization filter). */
function exact(bytes: number, { exactBytes }: Detail): string {
  const short = unbroken(formatBytes(bytes));
  return exactBytes && Math.abs(bytes) >= 1000 ? `<span title="${formatExactBytes(bytes)}">${short}</span>` : short;
}

function firstLine(text: string): string {
  return text.trim().split(/\r?\n/, 1)[0] ?? '';
}
