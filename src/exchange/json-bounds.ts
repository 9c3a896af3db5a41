import { UserError } from '../text/error.ts';

/** How large a report file may be; all of it is held in memory. */
export interface ReportLimits {
  /** UTF-16 units. */
  readonly characters: number;
  /** Brackets within brackets. */
  readonly depth: number;
  /** Values of all kinds in the whole text. They bound the memory that parsing takes. */
  readonly values: number;
}

/** Room for thirty times a hundred images with the files of both sides. JSON.parse needs some 2 GB for the worst of such texts. */
export const REPORT_LIMITS: ReportLimits = { characters: 256 * 1024 * 1024, depth: 64, values: 20_000_000 };

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c] as const;

/**
 * Refuses a JSON text that would take more memory than a report can need, before it is parsed. It reads brackets, commas and quotes only; the
 * parser reports what is not JSON.
 * @throws UserError with what was found and what is accepted
 */
export function checkJsonBounds(json: string, name: string, limits: ReportLimits): void {
  if (json.length > limits.characters)
    throw new UserError(`${name}: ${json.length} characters are too many for a report (at most ${limits.characters})`);
  let depth = 0;
  let values = 1;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfText(json, at);
    else if (isOpening(code)) depth += 1;
    else if (isClosing(code)) depth -= 1;
    if (code === COMMA || isOpening(code)) values += 1;
    if (depth > limits.depth)
      throw new UserError(
        `${name}: nested deeper than ${limits.depth} levels at character ${at}; no report is nested so deep`,
      );
    if (values > limits.values)
      throw new UserError(`${name}: more than ${limits.values} values; no report has so many`);
  }
}

/** `[` or `{`. A Set would take ten times as long. */
function isOpening(code: number): boolean {
  return code === 0x5b || code === 0x7b;
}

function isClosing(code: number): boolean {
  return code === 0x5d || code === 0x7d;
}

/** Position of the quote that ends the text that begins at `start`; the text's end where none does. */
function endOfText(json: string, start: number): number {
  for (let at = json.indexOf('"', start + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let slashes = 0;
    while (json.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return json.length;
}

/** Whether a parsed value holds at most `most` values, itself included. Not recursive, because a stranger chooses the depth. */
export function holdsAtMost(value: unknown, most: number): boolean {
  const waiting = [value];
  let count = 0;
  for (let next = waiting.pop(); waiting.length > 0 || next !== undefined; next = waiting.pop()) {
    count += 1;
    const inner = typeof next === 'object' && next !== null ? Object.values(next) : [];
    if (count + waiting.length + inner.length > most) return false;
    for (const each of inner) waiting.push(each);
  }
  return true;
}
