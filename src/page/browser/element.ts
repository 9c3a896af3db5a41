import type { VerdictWord } from '../../model/verdict.ts';
import { cutMiddle, visibleLine, visibleLines } from '../../text/escape.ts';

/** Content of an element. Strings become text, never markup. Null adds nothing. */
export type Child = Node | string | null;

/** Attributes by name. `true` sets an empty one; `false` and undefined set none. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** The sign of each verdict. The characters need no emoji font. The word always stands beside the sign. */
const SIGNS: Readonly<Record<VerdictWord, string>> = {
  pass: '✓',
  warn: '!',
  fail: '✕',
  new: '+',
  removed: '−',
  inherited: '↩',
  accepted: '✓',
  error: '?',
  skipped: '…',
};

const SVG = 'http://www.w3.org/2000/svg';

/** An HTML element with attributes and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  return filled(document.createElement(tag), attributes, children);
}

/** An SVG element with attributes and children. */
export function drawn<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

/** Hostile text as code: one line of at most `most` visible characters. The tooltip has more of a text that was cut. */
export function code(text: string, most = 120): HTMLElement {
  const line = visibleLine(text);
  const cut = cutMiddle(line, most);
  return element('code', { title: cut === line ? undefined : cutMiddle(line, 1000) }, cut);
}

/** Hostile prose as one line of at most `most` visible characters. */
export function prose(text: string, most = 400): string {
  return cutMiddle(visibleLine(text), most);
}

/** The last `lines` lines of hostile text, such as a build log, in a block. */
export function printed(text: string, lines = 30): HTMLElement {
  const shown = visibleLines(text).trim().split('\n').slice(-lines);
  return element('pre', { tabindex: 0 }, shown.map((line) => cutMiddle(line, 1000)).join('\n'));
}

/** A section of the page with a heading. */
export function section(heading: string, ...children: readonly Child[]): HTMLElement {
  return element('section', { 'aria-label': heading }, element('h3', {}, heading), ...children);
}

/** The verdict's sign and word. */
export function verdictMark(verdict: VerdictWord): HTMLElement {
  const sign = element('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[verdict] ?? '?');
  return element('span', { class: `verdict ${verdict in SIGNS ? verdict : 'error'}` }, sign, ` ${verdict}`);
}

/** A button with a text. `act` runs on click. */
export function button(name: string, words: string, act?: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: name }, words);
  if (act !== undefined) made.addEventListener('click', act);
  return made;
}

function filled<T extends Element>(target: T, attributes: Attributes, children: readonly Child[]): T {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) target.setAttribute(name, value === true ? '' : String(value));
  }
  target.append(...children.filter((child) => child !== null));
  return target;
}
