import type { Timeline } from '../../model/timeline/timeline.ts';
import { formatBytes, formatSignedBytes } from '../../text/amount.ts';
import { gridPath, type Plot, plotOf, round } from '../svg/plot.ts';
import { svgText } from '../svg/text.ts';
import { type Theme, themeStyle } from '../svg/theme.ts';
import { growthOfStep } from './facts.ts';
import { dayOf, shortId, sizesWords } from './words.ts';

/** What the picture of a timeline needs besides it. */
export interface PictureOptions {
  readonly theme?: Theme;
  /** The address that a step leads to; none in a file of its own. */
  readonly linkTo?: (step: number) => string;
}

const WIDTH = 840;
const HEIGHT = 300;
const AREA = { left: 76, right: WIDTH - 24, top: 60, bottom: HEIGHT - 34 } as const;

/** A timeline as SVG without scripts or requests: the size holds from one weighed commit to the next, and each step has a mark. */
export function renderTimelineSvg(timeline: Timeline, { theme = 'auto', linkTo }: PictureOptions = {}): string {
  const { image, platform, metric, points } = timeline;
  const title = svgText(`${image} (${platform}), ${metric}`, 100);
  const sizes = points.map((point) => ({ time: Date.parse(point.time), bytes: point[metric] }));
  const plot = sizes.length === 0 ? undefined : plotOf(sizes, AREA);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`,
    `<title>${title}</title>`,
    `<style>${themeStyle(theme)}</style>`,
    `<rect class="back" width="${WIDTH}" height="${HEIGHT}" rx="6"/>`,
    `<text class="ink title" x="14" y="24">${title}</text>`,
    `<text class="soft" x="14" y="42">${svgText(sizesWords(timeline) || 'nothing was weighed', 160)}</text>`,
    ...(plot === undefined ? [] : [...axes(plot), line(sizes, plot), ...steps(timeline, plot, linkTo)]),
    '</svg>\n',
  ].join('\n');
}

function axes(plot: Plot): readonly string[] {
  const { left, right, bottom, bytes, time, toX, toY } = plot;
  return [
    `<path class="grid" d="${gridPath(plot)}"/><path class="mark" d="M${left} ${bottom}H${right}"/>`,
    ...bytes.ticks.map(({ at, label }) => text(left - 8, toY(at) + 4, label, 'end')),
    ...time.ticks.map(({ at, label }) => text(toX(at), bottom + 18, label, 'middle')),
  ];
}

function text(x: number, y: number, words: string, anchor: 'end' | 'middle'): string {
  return `<text class="soft" x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${svgText(words, 60)}</text>`;
}

function line(sizes: readonly { readonly time: number; readonly bytes: number }[], { toX, toY }: Plot): string {
  const path = sizes.map(
    ({ time, bytes }, at) => `${at === 0 ? 'M' : 'H'}${toX(time)}${at === 0 ? ' ' : 'V'}${toY(bytes)}`,
  );
  const dots = sizes.map(({ time, bytes }) => `<circle class="f0" cx="${toX(time)}" cy="${toY(bytes)}" r="2"/>`);
  return `<path class="line s0" d="${path.join('')}"/>${dots.join('')}`;
}

function steps(timeline: Timeline, { toX, toY }: Plot, linkTo: PictureOptions['linkTo']): readonly string[] {
  return timeline.steps.map((step, index) => {
    const point = timeline.points.find(({ commit }) => commit === step.at.commit);
    const [x, y] = [toX(Date.parse(step.at.time)), toY(point?.[timeline.metric] ?? 0)];
    const about = `${formatSignedBytes(growthOfStep(step, timeline))} to ${formatBytes(point?.[timeline.metric] ?? 0)}, ${shortId(step.at.commit)}, ${dayOf(step.at.time)}: ${step.at.subject}`;
    const mark = `<circle class="f1" cx="${x}" cy="${y}" r="5"><title>${svgText(about, 200)}</title></circle>`;
    return linkTo === undefined ? mark : `<a href="${svgText(linkTo(index), 100)}">${mark}</a>`;
  });
}
