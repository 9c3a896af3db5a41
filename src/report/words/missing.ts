import type { MissingPart, Report } from '../../model/document.ts';
import { codeSpan, cutMiddle, escapeText, visibleLine } from '../../text/escape.ts';
import { paint, type TerminalOptions } from '../../text/terminal-text.ts';
import type { Detail } from '../markdown/detail.ts';
import { colourOf, mark } from './verdict.ts';

/** Most parts shown with their reason, and most shown by name after them. */
const SHOWN = 20;
const NAMED = 200;
const LONGEST = { name: 60, reason: 300 } as const;

/** The missing parts of a matrix as Markdown, a line each, never folded. Empty where all arrived. */
export function renderMissing({ missing = [] }: Report, detail: Pick<Detail, 'missing'>): readonly string[] {
  if (missing.length === 0) return [];
  const most = Math.min(SHOWN, detail.missing);
  const shownParts = missing.slice(0, most).map(({ part, reason }) => {
    const why = reason === '' ? '' : `: ${escapeText(reason, LONGEST.reason)}`;
    return `${mark('error')} error: part ${codeSpan(part, LONGEST.name)} is missing${why}`;
  });
  const others = othersLine(missing.slice(most), Math.min(NAMED, detail.missing), (name) =>
    codeSpan(name, LONGEST.name),
  );
  return [shownParts.join('<br>'), others].filter((line) => line !== '');
}

/** The same as lines for a terminal. */
export function missingLines({ missing = [] }: Report, { colour }: TerminalOptions): readonly string[] {
  const shown = (text: string, most: number) => cutMiddle(visibleLine(text), most);
  const shownParts = missing.slice(0, SHOWN).map(({ part, reason }) => {
    const why = reason === '' ? '' : `: ${shown(reason, LONGEST.reason)}`;
    return `${paint('error', colourOf('error'), colour)}  part ${shown(part, LONGEST.name)} is missing${why}`;
  });
  const others = othersLine(missing.slice(SHOWN), NAMED, (name) => shown(name, LONGEST.name));
  return [...shownParts, others].filter((line) => line !== '');
}

/** For headlines: `part "arm" is missing`, `3 parts are missing`. '' where all arrived. */
export function missingWords({ missing = [] }: Report): string {
  const [first] = missing;
  if (first === undefined) return '';
  return missing.length === 1
    ? `part "${cutMiddle(visibleLine(first.part), LONGEST.name)}" is missing`
    : `${missing.length} parts are missing`;
}

function othersLine(others: readonly MissingPart[], most: number, nameOf: (name: string) => string): string {
  if (others.length === 0) return '';
  const named = others.slice(0, most).map(({ part }) => nameOf(part));
  const more = others.length > most ? ` and ${others.length - most} more` : '';
  return `Also missing: ${named.join(', ')}${more}`;
}
