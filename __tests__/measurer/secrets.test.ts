import { Buffer } from 'node:buffer';
import { expect, test } from '@jest/globals';
import { compareImage } from '../../src/compare/compare.ts';
import { formatRecord } from '../../src/history/record-file.ts';
import { openMeasurer } from '../../src/measurer/measurer.ts';
import type { MeasureOutcome } from '../../src/measurer/session.ts';
import type { DockerfileSource } from '../../src/model/image.ts';
import { createReport } from '../../src/model/report.ts';
import { actionsLog } from '../../src/process/log.ts';
import { annotations } from '../../src/report/annotations.ts';
import { renderReportJson } from '../../src/report/json.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { failureLines } from '../../src/report/words/failure-lines.ts';
import { describeEngines } from '../support/engine.ts';
import { makeFolder } from '../support/folder.ts';

const SECRET = 'hunter2-"very" secret';
const LINES = 'first secret line\nsecond secret line';

/** All texts that may leave the process. */
async function published(log: string, measured: MeasureOutcome): Promise<string> {
  const reason = measured.kind === 'measured' ? '' : measured.reason;
  const baseline = { kind: 'none', reason: 'none' } as const;
  const about = { image: 'leaky', conditions: [], baseline };
  const measurements = measured.kind === 'measured' ? measured.measurements : [];
  const report = createReport(
    measurements.length === 0
      ? [compareImage({ ...about, head: { error: reason } })]
      : measurements.map((head) => compareImage({ ...about, head })),
  );
  const records = measurements.map((measurement) =>
    formatRecord({ schemaVersion: 1, commit: 'a'.repeat(40), recordedAt: '2026-01-01T00:00:00Z', measurement }),
  );
  const rendered = [
    renderReportJson(report),
    renderMarkdown(report),
    renderTerminal(report, { width: 200, colour: false }),
  ];
  return [log, reason, ...rendered, ...failureLines(report), JSON.stringify(annotations(report)), ...records].join(
    '\n',
  );
}

describeEngines('a secret that a build gives away', ({ env }) => {
  async function measure(dockerfile: string, source: Partial<DockerfileSource>): Promise<[string, MeasureOutcome]> {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', dockerfile);
    await folder.write('key', LINES);
    let written = '';
    const log = actionsLog((text) => {
      written += text;
    });
    const options = { cacheFrom: [], cacheTo: [], noCache: true, timeLimit: 120, log, version: '0' };
    await using measurer = await openMeasurer({
      ...options,
      env: { ...env, RUNNER_TEMP: folder.path, SECRET_A: SECRET },
    });
    const secrets = [
      { id: 'a', env: 'SECRET_A' },
      { id: 'key', file: 'key' },
    ];
    const whole: DockerfileSource = {
      kind: 'dockerfile',
      file: 'Dockerfile',
      context: '.',
      buildArgs: [],
      secrets,
      ...source,
    };
    const measured = await measurer.measure({ name: 'leaky', source: whole }, { root: folder.path, side: 'head' });
    return [written, measured];
  }

  const NOWHERE = [
    SECRET,
    'hunter2',
    'secret line',
    encodeURIComponent(SECRET).slice(4),
    Buffer.from(SECRET).toString('base64').slice(0, -4),
  ];

  test('by a RUN step that prints it and fails is in no text', async () => {
    const mounts = '--mount=type=secret,id=a --mount=type=secret,id=key';
    const [log, measured] = await measure(
      `FROM debian:bookworm-slim\nRUN ${mounts} cat /run/secrets/a; cat /run/secrets/key; base64 /run/secrets/a; echo told; exit 3\n`,
      {},
    );
    expect(measured).toMatchObject({ kind: 'error', failure: 'dockerfile' });
    const text = await published(log, measured);
    expect(text).toContain('told');
    expect(text).toContain('***');
    for (const word of NOWHERE) expect(text).not.toContain(word);
  });

  test('by a build argument, the entry point and a file is in no text', async () => {
    const dockerfile = [
      'FROM debian:bookworm-slim',
      'ARG TOKEN',
      'RUN echo one > "/$TOKEN" && echo "$TOKEN" > /other',
      'RUN rm /hunter*',
      `ENTRYPOINT ["/bin/echo", ${JSON.stringify(SECRET)}]`,
      'CMD ["second secret line"]',
      '',
    ].join('\n');
    const [log, measured] = await measure(dockerfile, { buildArgs: [`TOKEN=${SECRET}`] });
    const text = await published(log, measured);
    expect(measured).toMatchObject({
      measurements: [{ config: { entrypoint: ['/bin/echo', '***'], cmd: ['***'] }, wastedPaths: [{ path: '***' }] }],
    });
    expect(text).toMatch(/TOKEN=\*\*\*/);
    for (const word of NOWHERE) expect(text).not.toContain(word);
  });
});

describeEngines('an image for several platforms', ({ env }) => {
  test('is measured on each, with its own layers and base', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH /file\nCOPY Dockerfile /\n');
    await folder.write('amd64', 'four');
    await folder.write('arm64', 'seven!!');
    const log = actionsLog(() => {});
    const options = { cacheFrom: [], cacheTo: [], timeLimit: 120, log, version: '0' };
    await using measurer = await openMeasurer({ ...options, env: { ...env, RUNNER_TEMP: folder.path } });
    const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'];
    const source = { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [], platforms } as const;
    const measured = await measurer.measure({ name: 'several', source }, { root: folder.path, side: 'head' });
    if (measured.kind !== 'measured') throw new Error(measured.reason);
    const own = measured.measurements.map(({ platform, layers, base }) => [
      platform,
      layers[0]?.unpacked,
      layers.length,
      base,
    ]);
    expect(own).toEqual([
      ['linux/amd64', 4, 2, undefined],
      ['linux/arm64', 7, 2, undefined],
    ]);
    expect(measured.failures).toEqual([
      { platform: 'linux/arm/v7', failure: 'context', path: '/arm', reason: expect.stringContaining('arm') },
    ]);
  });
});
