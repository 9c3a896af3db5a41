import type { Advice, AdvisedPath } from '../model/advice.ts';
import type { Comparison } from '../model/comparison.ts';
import { formatBytes } from '../text/amount.ts';
import { codeCell, codeHtml, cutMiddle, escapeText, unbroken, visibleLine } from '../text/escape.ts';
import { groupBy } from '../text/group-by.ts';
import { column, renderMarkdownTable } from '../text/table.ts';
import { paint, type TerminalOptions } from '../text/terminal-text.ts';
import type { Detail } from './markdown/detail.ts';
import { folded, foldedAfter } from './markdown/parts.ts';

/** Most pieces of advice shown of one image. */
const SHOWN = 20;
/** Most lines of text for a Dockerfile or .dockerignore shown with one piece. */
const CHANGE_LINES = 12;
const LONGEST = 300;
const COLUMNS = [column('saves', 'right'), column('what'), column('change')];

/** Images whose advice has a fold of its own. The others share one. */
const IN_SIGHT = 3;

/** Advice on each image, in their order, for the platform where it saves most. */
export function renderAdviceOfImages(comparisons: readonly Comparison[], detail: Pick<Detail, 'advice'>): string[] {
  if (detail.advice === 0) return [];
  const images = [...groupBy(comparisons, ({ image }) => image)];
  const blocks = images.map(([image, platforms]) => {
    const [most = []] = platforms.map(({ advice = [] }) => advice).toSorted((a, b) => bytesOf(b) - bytesOf(a));
    return renderAdvice(most, { image: images.length === 1 ? undefined : image, most: detail.advice });
  });
  const present = blocks.filter((block) => block !== '');
  return foldedAfter(IN_SIGHT, present, (count) => `Advice for ${count} more images`);
}

/** Advice on one image as a folded table, largest saving first. '' where there is none. `image` is given where the report has several. */
export function renderAdvice(
  advice: readonly Advice[],
  { image, most = SHOWN }: { readonly image?: string | undefined; readonly most?: number } = {},
): string {
  if (advice.length === 0) return '';
  const of = image === undefined ? '' : ` for ${codeHtml(image, 100)}`;
  const rows = advice.slice(0, most).map(adviceCells);
  const more = advice.length > most ? `\n\n… and ${advice.length - most} more` : '';
  const table = renderMarkdownTable({ columns: COLUMNS, rows });
  return folded(`Advice${of}: ${adviceWords(advice)}`, `${table}${more}`);
}

/** Advice on one image for a terminal, without a final newline. '' where there is none. */
export function renderAdviceTerminal(advice: readonly Advice[], { colour }: TerminalOptions): string {
  if (advice.length === 0) return '';
  const pieces = advice.slice(0, SHOWN).flatMap((each) => terminalLines(each, colour));
  const more = advice.length > SHOWN ? [`  … and ${advice.length - SHOWN} more`] : [];
  return [`Advice: ${adviceWords(advice)}`, ...pieces, ...more].join('\n');
}

/** What all pieces come to, in few words: `up to 312 MB, 2 on security`. */
export function adviceWords(advice: readonly Advice[]): string {
  const bytes = bytesOf(advice);
  const security = advice.filter((each) => each.security === true).length;
  const words = [
    ...(bytes > 0 ? [`up to ${formatBytes(bytes)}`] : []),
    ...(security > 0 ? [`${security} on security`] : []),
  ];
  return words.length > 0 ? words.join(', ') : 'not measured';
}

function bytesOf(advice: readonly Advice[]): number {
  return advice.reduce((sum, each) => sum + each.bytes, 0);
}

function adviceCells({ title, where, change, paths, ...advice }: Advice): readonly string[] {
  const [sentence = '', ...text] = change.split('\n');
  const place = where === undefined ? '' : `<br>${codeCell(where, 100)}`;
  const named = paths.length === 0 ? '' : `<br>${paths.map(pathCell).join(', ')}`;
  const lines = text.slice(0, CHANGE_LINES).map((line) => `<br>${codeCell(line, LONGEST)}`);
  const saves = unbroken(savingWords(advice));
  return [`**${saves}**`, `${escapeText(title)}${place}${named}`, `${escapeText(sentence)}${lines.join('')}`];
}

function pathCell({ path, bytes }: AdvisedPath): string {
  return `${codeCell(`/${path}`, 80)} ${unbroken(formatBytes(bytes))}`;
}

/** What one piece of advice saves: `312 MB`, `security`, `not measured`. */
export function savingWords({ bytes, security }: Pick<Advice, 'bytes' | 'security'>): string {
  if (bytes > 0) return formatBytes(bytes);
  return security === true ? 'security' : 'not measured';
}

function terminalLines({ title, where, change, paths, ...advice }: Advice, colour: boolean): readonly string[] {
  const [sentence = '', ...text] = change.split('\n');
  const place = where === undefined ? '' : ` (${shown(where, 100)})`;
  const saves = savingWords(advice).padStart(12);
  const indent = ' '.repeat(saves.length + 4);
  const named = paths.map(({ path, bytes }) => `${indent}${formatBytes(bytes).padStart(8)}  ${shown(`/${path}`, 160)}`);
  return [
    `  ${paint(saves, 1, colour)}  ${shown(title, LONGEST)}${place}`,
    ...named,
    `${indent}${shown(sentence, LONGEST)}`,
    ...text.slice(0, CHANGE_LINES).map((line) => `${indent}  ${shown(line, LONGEST)}`),
  ];
}

function shown(text: string, most: number): string {
  return cutMiddle(visibleLine(text), most);
}
