/** An element of a parsed document. References in values and text are resolved. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** All character data directly in it. */
  readonly text: string;
}

type Open = { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string };

/** Characters of XML 1.0, production 2. */
const CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const TOKEN = /<\?xml [^>]*\?>\n|<(\/?)([A-Za-z][\w-]*)((?: [A-Za-z][\w-]*="[^"<]*")*)(\/?)>|[^<]+/gy;
const REFERENCE = /&(?:#(\d+)|(amp|lt|gt|quot|apos));/g;

/** Parses the part of XML 1.0 that needs no DTD, comments or CDATA. It throws for anything that is not well formed. */
export function parseXml(text: string): XmlElement {
  if (!CHARACTERS.test(text)) throw new Error('a character that XML 1.0 does not have');
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let end = 0;
  for (const [token, closing, name = '', attributes = '', empty] of text.matchAll(TOKEN)) {
    end += token.length;
    const parent = open.at(-1) ?? root;
    if (token.startsWith('<?xml')) continue;
    if (name === '') parent.text += resolve(token);
    else if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      const element: Open = { name, attributes: parseAttributes(attributes), children: [], text: '' };
      parent.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  const [only] = root.children;
  if (end !== text.length) throw new Error(`no token at ${text.slice(end, end + 80)}`);
  if (open.length !== 1 || only === undefined || root.children.length !== 1 || root.text.trim() !== '')
    throw new Error('not one root element');
  return only;
}

function parseAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, resolve(value)]);
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new Error(`an attribute twice: ${text}`);
  return Object.fromEntries(pairs);
}

function resolve(text: string): string {
  if (/&/.test(text.replace(REFERENCE, ''))) throw new Error(`an ampersand alone: ${text}`);
  const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(REFERENCE, (_, code, name) => names[name] ?? String.fromCodePoint(Number(code)));
}
