import type { CommitHistory, Timeline, TimelineStep } from '../../model/timeline/timeline.ts';
import { formatBytes, formatSignedBytes } from '../../text/amount.ts';
import { codeCell, codeSpan, escapeText, unbroken } from '../../text/escape.ts';
import { column, renderMarkdownTable } from '../../text/table.ts';
import { sparkline } from '../svg/trend-line.ts';
import { causeOfStep, growersOf, growthOfStep, sparkSizes, takenBack } from './facts.ts';
import {
  dayOf,
  forecastWords,
  gapWords,
  guaranteeWords,
  honestyWords,
  rangeWords,
  restWords,
  shortId,
  sizesWords,
  takenBackWords,
  withoutWords,
} from './words.ts';

const COLUMNS = [column('growth', 'right'), column('size', 'right'), column('commit'), column('what')];
/** Lines of each list; a comment or job summary has room for them. */
const MOST_STEPS = 50;
const MOST_GAPS = 20;

/** A history as GitHub Markdown. */
export function renderHistoryMarkdown(history: CommitHistory): string {
  const parts = [
    '## How the images got their size',
    rangeWords(history, (name) => codeSpan(name, 80)),
    ...history.timelines.map(renderTimeline),
    ...history.notes.map((note) => escapeText(note)),
    `<sub>${escapeText(honestyWords(history), 1000)}</sub>`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function renderTimeline(timeline: Timeline): string {
  const { image, platform, metric, steps, gaps, forecasts, notes } = timeline;
  const growers = growersOf(timeline).steps;
  const list = [
    ...gaps.slice(0, MOST_GAPS).map((gap) => gapWords(gap, (reason) => codeSpan(reason, 200))),
    ...(gaps.length > MOST_GAPS ? [`${gaps.length - MOST_GAPS} more gaps`] : []),
    ...forecasts.map((forecast) => forecastWords(forecast, (name) => codeSpan(name, 100))),
    ...notes.map((note) => escapeText(note)),
    guaranteeWords(timeline),
  ];
  const parts = [
    `### ${escapeText(image, 100)} (${platform})`,
    `${metric}: \`${sparkline(sparkSizes(timeline))}\` ${sizesWords(timeline)}`,
    steps.length === 0 ? 'No step was found.' : table(timeline, steps.slice(0, MOST_STEPS)),
    steps.length > MOST_STEPS ? `… and ${steps.length - MOST_STEPS} more steps` : '',
    growers.length < 2 ? '' : `**The ${growers.length} commits that made it grow most**\n\n${table(timeline, growers)}`,
    [withoutWords(timeline), restWords(timeline)].filter((words) => words !== '').join(' '),
    list.map((line) => `- ${line}`).join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function table(timeline: Timeline, steps: readonly TimelineStep[]): string {
  const gone = takenBack(timeline);
  return renderMarkdownTable({ columns: COLUMNS, rows: steps.map((step) => stepRow(step, timeline, gone.get(step))) });
}

function stepRow(step: TimelineStep, timeline: Timeline, back: TimelineStep | undefined): readonly string[] {
  const { at, commits } = step;
  const size = timeline.points.find(({ commit }) => commit === at.commit)?.[timeline.metric] ?? 0;
  const which = commits === 1 ? '' : ` or ${commits - 1} before`;
  const title = `${escapeText(at.subject, 120)}<br>${escapeText(at.author, 60)}, ${dayOf(at.time)}`;
  return [
    `**${unbroken(formatSignedBytes(growthOfStep(step, timeline)))}**`,
    unbroken(formatBytes(size)),
    `\`${shortId(at.commit)}\`${which}`,
    [title, causeText(step), back === undefined ? '' : takenBackWords(back)].filter((part) => part !== '').join('<br>'),
  ];
}

function causeText(step: TimelineStep): string {
  const { isBase, place, what, names } = causeOfStep(step);
  const source = [
    isBase ? 'base image' : '',
    place === '' ? '' : codeCell(place),
    what === '' ? '' : codeCell(what, 120),
  ];
  const shown = names.map(({ name, change }) => `${codeCell(name, 100)} ${unbroken(formatSignedBytes(change))}`);
  return [source.filter((part) => part !== '').join(' '), shown.join(', ')].filter((part) => part !== '').join(': ');
}
