/**
 * The path of a line of RECORD: the first field of CSV as Python's csv module writes it, in quotes where it holds a comma or a quote.
 * '' where the quotes do not close.
 */
export function readRecordPath(line: string): string {
  if (!line.startsWith('"')) return line.slice(0, Math.max(line.indexOf(','), 0)) || line.trim();
  const [, quoted] = /^"((?:[^"]|"")*)"(?:,|$)/.exec(line) ?? [];
  return quoted?.replaceAll('""', '"') ?? '';
}
