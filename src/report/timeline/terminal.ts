import type { CommitHistory, Timeline, TimelineStep } from '../../model/timeline/timeline.ts';
import { formatBytes, formatSignedBytes } from '../../text/amount.ts';
import { cutMiddle, visibleLine } from '../../text/escape.ts';
import { type Cell, column, renderTerminalTable } from '../../text/table.ts';
import { paint, type TerminalOptions } from '../../text/terminal-text.ts';
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

const COLUMNS = [
  column('growth', 'right'),
  column('size', 'right'),
  column('commit'),
  column('date'),
  column('author'),
  column('what'),
];
const [GREEN, RED, BOLD] = [32, 31, 1];
const MOST_GAPS = 10;

/** A history for a terminal: each image with a spark line, its steps with their causes, and what the search proves. */
export function renderHistoryTerminal(history: CommitHistory, options: TerminalOptions): string {
  const parts = [
    rangeWords(history, safe),
    ...history.timelines.map((timeline) => renderTimeline(timeline, options)),
    [...history.notes.map(safe), honestyWords(history)].join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function renderTimeline(timeline: Timeline, options: TerminalOptions): string {
  const { image, platform, metric, steps, gaps, forecasts, notes } = timeline;
  const spark = sparkline(sparkSizes(timeline));
  const title = `${paint(safe(image), BOLD, options.colour)} (${platform}), ${metric}: ${spark} ${sizesWords(timeline)}`;
  const growers = growersOf(timeline).steps;
  const lines = [
    title,
    ...(steps.length === 0 ? ['No step was found.'] : [table(timeline, steps, options, causeCells)]),
    ...(growers.length < 2
      ? []
      : [`\nThe ${growers.length} commits that made it grow most:`, table(timeline, growers, options, () => [])]),
    [withoutWords(timeline), restWords(timeline)].filter((words) => words !== '').join(' '),
    ...gaps.slice(0, MOST_GAPS).map((gap) => gapWords(gap, safe)),
    ...(gaps.length > MOST_GAPS ? [`… and ${gaps.length - MOST_GAPS} more gaps`] : []),
    ...forecasts.map((forecast) => forecastWords(forecast, safe)),
    ...notes.map(safe),
    guaranteeWords(timeline),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function table(
  timeline: Timeline,
  steps: readonly TimelineStep[],
  options: TerminalOptions,
  below: typeof causeCells,
): string {
  const gone = takenBack(timeline);
  const rows = steps.flatMap((step) => [stepCells(step, timeline), ...below(step, gone.get(step))]);
  return renderTerminalTable({ columns: COLUMNS, rows }, options);
}

function stepCells(step: TimelineStep, timeline: Timeline): readonly Cell[] {
  const { at, commits } = step;
  const growth = growthOfStep(step, timeline);
  const size = timeline.points.find(({ commit }) => commit === at.commit)?.[timeline.metric] ?? 0;
  const which = commits === 1 ? shortId(at.commit) : `${shortId(at.commit)} or ${commits - 1} before`;
  return [
    { text: formatSignedBytes(growth), colour: growth > 0 ? RED : GREEN },
    formatBytes(size),
    which,
    dayOf(at.time),
    cutMiddle(visibleLine(at.author), 20),
    visibleLine(at.subject),
  ];
}

function causeCells(step: TimelineStep, back: TimelineStep | undefined): readonly (readonly Cell[])[] {
  const { isBase, place, what, names } = causeOfStep(step);
  const source = isBase ? `base image ${safe(what)}` : [place, safe(what)].filter((part) => part !== '').join(' ');
  const shown = names.map(({ name, change }) => `${safe(name)} ${formatSignedBytes(change)}`);
  const line = [source, shown.join(', ')].filter((part) => part !== '').join(': ');
  const lines = [line, back === undefined ? '' : takenBackWords(back)].filter((part) => part !== '');
  return lines.map((each) => ['', '', '', '', '', `· ${each}`]);
}

function safe(text: string): string {
  return cutMiddle(visibleLine(text), 160);
}
