import type { CommitHistory, Timeline, TimelineStep } from '../model/timeline/timeline.ts';
import { type Cause, causesOf } from '../report/causes.ts';
import { causeOfStep, growersOf, growthOfStep, takenBack } from '../report/timeline/facts.ts';
import { renderTimelineSvg } from '../report/timeline/picture.ts';
import {
  dayOf,
  forecastWords,
  gapWords,
  guaranteeWords,
  honestyWords,
  rangeWords,
  restWords,
  shortId,
  takenBackWords,
  withoutWords,
} from '../report/timeline/words.ts';
import { formatBytes, formatSignedBytes } from '../text/amount.ts';
import { cutMiddle, escapeHtml, visibleLine } from '../text/escape.ts';
import { PAGE_MARKER } from './page.ts';

const LIMITS = { layers: 8, packages: 12, files: 6 } as const;
const STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;margin:0 auto;max-width:60rem;padding:1rem}
h1{font-size:1.4rem}h2{font-size:1.15rem;margin-top:2rem}h3{font-size:1rem;margin:0}svg{max-width:100%;height:auto}
table{border-collapse:collapse;width:100%}th,td{padding:.25rem .5rem;text-align:left;vertical-align:top;border-bottom:1px solid #8884}
td.n,th.n{text-align:right;white-space:nowrap}code{font-size:.9em;overflow-wrap:anywhere}.soft{opacity:.75;font-size:.9rem}
section.step{border:1px solid #8886;border-radius:6px;padding:.75rem;margin:.75rem 0}section.step:target{outline:3px solid #0b66b2}`;

/**
 * A history as one HTML page without scripts or requests. Each mark of a trend leads to the step's explanation. It is all that the page needs, so its
 * policy allows nothing but its own style.
 */
export function renderTimelinePage(history: CommitHistory): string {
  const body = [
    '<h1>How the images got their size</h1>',
    `<p>${escapeHtml(rangeWords(history, shown))}</p>`,
    ...history.timelines.map(renderTimeline),
    ...history.notes.map((note) => `<p>${escapeHtml(shown(note))}</p>`),
    `<p class="soft">${escapeHtml(honestyWords(history))}</p>`,
  ];
  return pageOf('Image size: history', body);
}

/** A page of this kind around its body, which is markup. */
export function pageOf(title: string, body: readonly string[]): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return [
    PAGE_MARKER,
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>`,
    ...body,
    '</body></html>\n',
  ].join('\n');
}

/** Hostile text as one visible line that is not escaped yet. */
export function shown(text: string): string {
  return cutMiddle(visibleLine(text), 300);
}

function renderTimeline(timeline: Timeline, index: number): string {
  const { image, platform, steps, gaps, forecasts, notes } = timeline;
  const idOf = (step: number) => `step-${index}-${step}`;
  const gone = takenBack(timeline);
  const list = [
    ...gaps.map((gap) => gapWords(gap, shown)),
    ...forecasts.map((forecast) => forecastWords(forecast, shown)),
    ...notes.map(shown),
    guaranteeWords(timeline),
  ];
  return [
    `<h2>${escapeHtml(shown(image))} (${escapeHtml(platform)})</h2>`,
    renderTimelineSvg(timeline, { linkTo: (step) => `#${idOf(step)}` }),
    renderGrowers(timeline, idOf),
    `<p>${escapeHtml([withoutWords(timeline), restWords(timeline)].filter((words) => words !== '').join(' '))}</p>`,
    ...steps.map((step, at) => renderStep(step, timeline, idOf(at), gone.get(step))),
    `<ul>${list.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`,
  ].join('\n');
}

function renderGrowers(timeline: Timeline, idOf: (step: number) => string): string {
  const { steps } = growersOf(timeline);
  if (steps.length === 0) return '<p>No commit made it grow.</p>';
  const rows = steps.map((step) => {
    const link = `<a href="#${idOf(timeline.steps.indexOf(step))}"><code>${shortId(step.at.commit)}</code></a>`;
    const growth = formatSignedBytes(growthOfStep(step, timeline));
    return `<tr><td class="n">${growth}</td><td>${link}</td><td>${dayOf(step.at.time)}</td><td>${escapeHtml(shown(step.at.author))}</td><td>${escapeHtml(shown(step.at.subject))}</td></tr>`;
  });
  const head = '<tr><th class="n">growth</th><th>commit</th><th>date</th><th>author</th><th>subject</th></tr>';
  return `<table><caption>The commits that made it grow most</caption>${head}${rows.join('')}</table>`;
}

function renderStep(step: TimelineStep, timeline: Timeline, id: string, back: TimelineStep | undefined): string {
  const { at, commits } = step;
  const size = timeline.points.find(({ commit }) => commit === at.commit)?.[timeline.metric] ?? 0;
  const which = commits === 1 ? '' : ` (or one of the ${commits - 1} before it)`;
  const title = `${formatSignedBytes(growthOfStep(step, timeline))} to ${formatBytes(size)}: ${shown(at.subject)}`;
  const { isBase, what } = causeOfStep(step);
  const base = isBase ? `<p>It came with the base image <code>${escapeHtml(shown(what))}</code>.</p>` : '';
  return [
    `<section class="step" id="${id}"><h3>${escapeHtml(title)}</h3>`,
    `<p class="soft"><code>${escapeHtml(at.commit)}</code>${which}, ${escapeHtml(shown(at.author))}, ${dayOf(at.time)}</p>`,
    base,
    back === undefined ? '' : `<p>It was ${takenBackWords(back)}.</p>`,
    renderCauses(step),
    '</section>',
  ].join('');
}

function renderCauses({ comparison }: TimelineStep): string {
  if (comparison === undefined) return '<p>The files of this step are not known.</p>';
  const { shown: causes, hidden } = causesOf(comparison, LIMITS);
  const rows = causes
    .filter(isShown)
    .flatMap((cause) => [
      row(cause.growth, `<code>${escapeHtml(shown(`${cause.place} ${cause.instruction}`.trim()))}</code>`),
      ...cause.rows.map(({ change, about, name, became }) =>
        row(change, escapeHtml(shown(['·', about, name, became].filter((part) => part !== '').join(' ')))),
      ),
      ...cause.files.map(({ path, before, after }) =>
        row((after ?? 0) - (before ?? 0), `· <code>/${escapeHtml(shown(path))}</code>`),
      ),
    ]);
  const more = hidden === 0 ? '' : `<p class="soft">… and ${hidden} more layers</p>`;
  return `<table><tr><th class="n">unpacked</th><th>layer, and what is in it</th></tr>${rows.join('')}</table>${more}`;
}

/** A layer that was only made again has nothing to show. */
function isShown({ growth, rows, files }: Cause): boolean {
  return growth !== 0 || rows.length + files.length > 0;
}

function row(change: number, what: string): string {
  return `<tr><td class="n">${formatSignedBytes(change)}</td><td>${what}</td></tr>`;
}
