import type { Blame, Blamed } from '../../model/timeline/blame.ts';
import { formatBytes, formatCount } from '../../text/amount.ts';
import { cutMiddle, visibleLine } from '../../text/escape.ts';
import { dayOf, shortId } from './words.ts';

/** Which commit brought a file or package, for a terminal: one answer for each platform. */
export function renderBlame(blame: Blame): string {
  const { weighed, affected, left, notes } = blame;
  const count = `${formatCount(weighed)} of ${formatCount(affected)} commits that may have changed the image were weighed.`;
  const rest = left === 0 ? '' : ` At most ${formatCount(left)} are left: run the same command again to go on.`;
  const lines = [...blame.found.flatMap((found) => linesOf(blame, found)), ...notes.map(safe), `${count}${rest}`];
  return `${lines.join('\n')}\n`;
}

function linesOf({ image, wanted }: Blame, found: Blamed): readonly string[] {
  const { platform, outcome, at, commits, bytes, source } = found;
  const what = `${safe(wanted)} in ${safe(image)} (${platform})`;
  if (at === null) return [`${what}: no weighed commit has it`];
  const size = bytes === null ? '' : `, ${formatBytes(bytes)}`;
  const which = commits === 1 ? '' : ` or one of the ${commits - 1} before it`;
  const commit = `${shortId(at.commit)}${which} (${dayOf(at.time)}, ${safe(at.author)}): ${safe(at.subject)}`;
  const words: Readonly<Record<typeof outcome, string>> = {
    brought: `${what}${size}: brought by ${commit}`,
    before: `${what}${size}: there since before ${commit}`,
    gone: `${what}${size}: removed by ${commit}`,
    never: `${what}: no weighed commit has it`,
  };
  return [words[outcome], ...(source === '' ? [] : [`  by ${safe(source)}`])];
}

function safe(text: string): string {
  return cutMiddle(visibleLine(text), 160);
}
