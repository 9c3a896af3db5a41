/**
 * Hostile text (Dockerfile instructions, paths, image names, build logs) made safe to print. Sources: CommonMark 0.31 and the GFM spec for
 * Markdown, github.com's filters for mentions, references and autolinks, and Unicode TR36 for characters that deceive readers.
 */

/** Control characters (TAB and line ends are folded before), zero-width and bidirectional ones, tags, lone surrogates, fillers. */
export const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu;

/** Terminal escape sequences of ECMA-48: CSI … final byte, and OSC … BEL or ST. */
const [ESC, BEL] = ['\u001b', '\u0007'];
const ESCAPE_SEQUENCE = new RegExp(`${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${ESC}${BEL}\r\n]*(?:${BEL}|${ESC}\\\\))`, 'g');

const ZERO_WIDTH_SPACE = '\u200b';

/** Any text as one line of visible characters: no escape sequences, white space folded, hidden characters shown as ⟨U+202E⟩. */
export function visibleLine(text: string): string {
  return text.replace(ESCAPE_SEQUENCE, '').replace(/\s+/g, ' ').trim().replace(INVISIBLE, codePointName);
}

/** Any text as lines of visible characters, TAB as a space. For fenced blocks and terminals. */
export function visibleLines(text: string): string {
  const lines = text.replace(ESCAPE_SEQUENCE, '').split(/\r\n|[\n\r\u2028\u2029]/);
  return lines.map((line) => line.replaceAll('\t', ' ').replace(INVISIBLE, codePointName).trimEnd()).join('\n');
}

/** `text` without its middle, so that at most `max` characters (code points) are left. `…` marks the cut. */
export function cutMiddle(text: string, max: number): string {
  if (text.length <= max) return text;
  // A code point has at most two units, so the ends of a long text are enough.
  const isLong = text.length > 4 * max;
  const points = isLong ? [...text.slice(0, 2 * max), ...text.slice(-2 * max)] : [...text];
  if (points.length <= max) return text;
  const head = Math.ceil((max - 1) / 2);
  return `${points.slice(0, head).join('')}…${points.slice(points.length - (max - 1 - head)).join('')}`;
}

/** Hostile text as a Markdown code span of at most `max` characters. Its fence is longer than every run of backticks inside. */
export function codeSpan(text: string, max = 120): string {
  const line = cutMiddle(visibleLine(text), max);
  if (line === '') return '` `';
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A code span for a table cell, where a pipe must be escaped even inside code (GFM spec, 4.10). */
export function codeCell(text: string, max = 120): string {
  return codeSpan(text, max).replaceAll('|', '\\|');
}

/** Hostile text as `<code>`, for places where GitHub does not read Markdown, such as `<summary>`. */
export function codeHtml(text: string, max = 120): string {
  return `<code>${escapeHtml(cutMiddle(visibleLine(text), max))}</code>`;
}

/** Hostile prose as Markdown text of one line, without markup, mentions, references, autolinks or HTML. */
export function escapeText(text: string, max = 400): string {
  return cutMiddle(visibleLine(text), max)
    .replace(/[\\`*_[\]<>&#!|~$]|^[-+=]|(?<=^\d{1,9})[.)]/g, escapeMark)
    .replace(
      /@|:(?=[\w+-]+:)|\bwww(?=\.)|\b(?:https?|ftp|mailto|xmpp)(?=:)|\bGH(?=-\d)|\\#(?=\d)/gi,
      `$&${ZERO_WIDTH_SPACE}`,
    );
}

/** Hostile text of several lines as a fenced code block. Keeps the last `maxLines` lines, where build tools put the error. */
export function codeBlock(text: string, maxLines = 30, maxColumns = 300): string {
  const lines = visibleLines(text).trim().split('\n');
  const kept = lines.slice(-maxLines).map((line) => cutMiddle(line, maxColumns));
  if (kept.length < lines.length) kept.unshift(`… ${lines.length - kept.length} more lines above`);
  return fenced('text', kept);
}

/** Hostile text of two lines, `- before` and `+ after`, as a fenced block, which GitHub shows in red and green. */
export function diffBlock(text: string, maxColumns = 300): string {
  const lines = visibleLines(text).split('\n').slice(0, 2);
  return fenced(
    'diff',
    lines.map((line) => cutMiddle(line, maxColumns)),
  );
}

function fenced(language: string, lines: readonly string[]): string {
  const body = lines.join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(body) + 1));
  return `${fence}${language}\n${body}\n${fence}`;
}

/** Text for HTML content and double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Text for HTML that must stay on one line. */
export function unbroken(text: string): string {
  return escapeHtml(text).replaceAll(' ', '&nbsp;');
}

function escapeMark(char: string): string {
  if (char === '<') return '&lt;';
  if (char === '>') return '&gt;';
  if (char === '&') return '&amp;';
  return char === '$' ? '<span>$</span>' : `\\${char}`;
}

/** `⟨U+202E⟩` */
export function codePointName(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), (run) => run[0].length));
}
