import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { buildPage } from '../../../scripts/page.mjs';
import type { Report } from '../../../src/compare/comparison.ts';
import { report } from '../../report/sample.ts';
import { describeBrowser, openFile } from '../../support/browser.ts';
import { makeFolder } from '../../support/folder.ts';
import { dataElement, filledPage } from '../../support/page.ts';
import { everyKind, grownOnBase, hostile } from './samples.ts';

let template = '';
beforeAll(async () => {
  template = await buildPage();
});

describe('the template', () => {
  test('is the same for the same sources', async () => {
    expect(await buildPage()).toBe(template);
  });

  test('lets nothing run or be requested but what its policy names by digest', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(template)?.[1] ?? '';
    expect(policy.replace(/sha256-[\w+/]{43}=/g, 'sha256-…')).toBe(
      "default-src 'none'; script-src 'sha256-…'; style-src 'sha256-…'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    );
  });

  test('has one place each for the title and the data', () => {
    expect(template.match(/<!--.*?-->/g)).toEqual(['<!--title-->', '<!--data-->']);
  });
});

describeBrowser('the HTML report', (browser) => {
  /** Opens a page, waits for its headline or its problem, and expects nothing but that of it. */
  async function withPage(
    html: string,
    look: (page: Page) => Promise<void>,
    options: BrowserContextOptions & { readonly init?: string } = {},
  ): Promise<void> {
    const { init, ...context } = options;
    await using folder = await makeFolder();
    await using opened = await openFile(browser(), await folder.write('report.html', html), context, init);
    await opened.page.waitForSelector('h1, #problem');
    await look(opened.page);
    expect(opened.offences).toEqual([]);
  }

  const pageOf = (value: Report) => filledPage(template, value);

  test('says verdict, deciding number, limit and cause, and requests nothing', async () => {
    await withPage(pageOf(everyKind()), async (page) => {
      expect(await page.innerText('h1')).toMatch(/fail api unpacked \+254 MB \(\+415 %\)$/s);
      expect(await page.innerText('.headline')).toContain('Limit: unpacked > +2% and > +1 MB');
      expect(await page.innerText('.headline')).toMatch(/\+254 MB unpacked by RUN .* at docker\/Dockerfile:12/s);
      expect(await page.innerText('.numbers')).toContain('61.2 MB → 315 MB');
      expect(await page.innerText('.conditions')).toMatch(/warn\s+wasted > 3%\s+3\.9 %/);
      expect(await page.innerText('.headline')).toContain('error part arm: no artifact of it in this run');
    });
  });

  test('shows the image that decided first, and another that is chosen by keyboard', async () => {
    await withPage(pageOf(everyKind()), async (page) => {
      const chosen = page.locator('.picker [aria-pressed="true"]');
      expect(await chosen.innerText()).toBe('api');
      await page.focus('.picker tr:has-text("cron") button');
      await page.keyboard.press('Enter');
      expect(await chosen.innerText()).toBe('cron');
      expect(await page.innerText('.facts h2')).toMatch(/cron linux\/amd64 .*inherited/s);
      expect(await page.innerText('.facts')).toContain('Base image debian:bookworm-slim changed');
      expect(await page.innerText('[role="status"].spoken')).toBe('cron linux/amd64, after: 73.5 MB unpacked');
    });
  });

  test('shows every kind of image: its reason, log, checks and missing sides', async () => {
    await withPage(pageOf(everyKind()), async (page) => {
      const choose = (image: string) => page.click(`.picker tr:has-text("${image}")`);
      await choose('job');
      expect(await page.innerText('.note pre')).toContain('Unable to locate package python3-pandsa');
      expect(await page.isVisible('.sides')).toBe(false);
      await choose('worker');
      expect(await page.innerText('.facts')).toContain('The Dockerfile does not exist at 1a2b3c4');
      expect(await page.isDisabled('input[value="before"]')).toBe(true);
      await choose('mini');
      expect(await page.innerText('.facts')).toMatch(
        /pass → .*fail\s+python3 -c "import pandas"\s+exit code 1, expected 0/s,
      );
    });
  });

  test('switches all sizes between before and after by keyboard', async () => {
    await withPage(pageOf(everyKind()), async (page) => {
      const layer = page.locator('.layers li', { hasText: 'RUN apt-get' }).first();
      expect(await layer.innerText()).toContain('288 MB');
      await page.focus('input[value="after"]');
      await page.keyboard.press('ArrowLeft');
      expect(await page.isChecked('input[value="before"]')).toBe(true);
      expect(await layer.innerText()).toContain('34.1 MB');
      expect(await page.locator('.layers button:disabled').count()).toBe(0);
      await page.keyboard.press('ArrowRight');
      expect(await layer.innerText()).toContain('288 MB');
      expect(await page.locator('.layers button:disabled').innerText()).toContain('removed');
    });
  });

  test('draws layers as wide as they are large, and marks growth and the part of the base image', async () => {
    await withPage(pageOf(everyKind()), async (page) => {
      const widths = await page.evaluate<number[]>(
        "[...document.querySelectorAll('.segment')].map((part) => part.getBoundingClientRect().width)",
      );
      const total = widths.reduce((sum, width) => sum + width, 0);
      expect(widths.map((width) => Math.round((width / total) * 100))).toEqual([9, 91, 0]);
      expect(await page.locator('.segment.grow').first().innerText()).toBe('+');
      expect(await page.innerText('.legend')).toContain('base image debian:bookworm-slim, 27.0 MB');
    });
  });

  test('looks at one layer by keyboard, keeps it over the switch of sides, and lets it go', async () => {
    await withPage(pageOf(everyKind()), async (page) => {
      const pressed = page.locator('.layers [aria-pressed="true"]');
      await page.focus('.layers li:nth-child(2) button');
      await page.keyboard.press('Space');
      expect(await pressed.innerText()).toContain('RUN apt-get');
      expect(await page.innerText('.layer-detail')).toContain('288 MB unpacked, 95.7 MB download');
      expect(await page.locator('.segment.chosen').count()).toBe(1);
      await page.check('input[value="before"]', { force: true });
      expect(await pressed.innerText()).toContain('34.1 MB');
      await page.click('text=Show all layers');
      expect(await pressed.count()).toBe(0);
    });
  });

  test('reads the trend by keyboard, and has all of it as a table', async () => {
    await withPage(pageOf(everyKind()), async (page) => {
      expect(await page.locator('.chart text', { hasText: /^v1\./ }).allTextContents()).toEqual([
        'v1.2.0',
        'v1.1.0',
        'v1.0.0',
      ]);
      await page.focus('input[type="range"]');
      await page.keyboard.press('Home');
      for (let step = 0; step < 9; step++) await page.keyboard.press('ArrowRight');
      expect(await page.innerText('output')).toBe(
        '2026-01-28 00:00 UTC: v1.0.0, 0909090, unpacked 53.4 MB, download 20.4 MB',
      );
      await page.click('summary:has-text("table")');
      await page.waitForSelector('details tbody tr');
      expect(await page.locator('details tbody tr').count()).toBe(60);
    });
  });

  test('says why, and what could be done better', async () => {
    await withPage(pageOf(everyKind()), async (page) => {
      expect(await page.innerText('section[aria-label="Why"]')).toMatch(
        /\+254 MB\s+python3-pandas.*new 1\.5\.3.*\+254 MB\s+in all/s,
      );
      expect(await page.innerText('.advice')).toMatch(
        /18\.0 MB The package lists stay in the image\. docker\/Dockerfile:12/,
      );
    });
  });

  test.each(['light', 'dark'] as const)(
    'starts in the %s theme of the system, and switches to the other one',
    async (colorScheme) => {
      const ground = (page: Page) => page.evaluate('getComputedStyle(document.body).backgroundColor');
      await withPage(
        pageOf(everyKind()),
        async (page) => {
          const before = await ground(page);
          await page.click('text=Dark theme');
          expect(await page.getAttribute('header button', 'aria-pressed')).toBe(String(colorScheme === 'light'));
          expect([before, await ground(page)].sort()).toEqual(['rgb(13, 17, 23)', 'rgb(246, 247, 249)']);
        },
        { colorScheme },
      );
    },
  );

  test('has no images to choose from where there is one, and no picture of what was never recorded', async () => {
    await withPage(pageOf(report('fail', grownOnBase())), async (page) => {
      expect(await page.isVisible('.picker')).toBe(false);
      expect(await page.isVisible('.chart')).toBe(false);
      expect(await page.isVisible('.layers')).toBe(true);
    });
  });

  test('shows a report without images', async () => {
    await withPage(pageOf(report('error')), async (page) => {
      expect(await page.innerText('h1')).toMatch(/error not everything could be measured/);
    });
  });

  describe('accessibility', () => {
    const views: readonly (readonly [string, BrowserContextOptions])[] = [
      ['in light', { colorScheme: 'light' }],
      ['in dark', { colorScheme: 'dark' }],
      ['at phone width', { viewport: { width: 360, height: 740 } }],
    ];

    test.each(views)('axe finds nothing %s', async (_, options) => {
      const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      await withPage(
        pageOf(everyKind()),
        async (page) => {
          await page.click('.layers li:nth-child(2) button');
          await page.click('summary:has-text("table")');
          expect(await violations(page, axe)).toEqual([]);
          await page.click('.picker tr:has-text("mini")');
          expect(await violations(page, axe)).toEqual([]);
        },
        // axe is no part of the page, and its policy would not let it work.
        { ...options, bypassCSP: true },
      );
    });

    async function violations(page: Page, axe: string): Promise<unknown> {
      await page.evaluate(axe);
      return page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))',
      );
    }
  });

  test('runs no script and requests no picture that somebody put into the file', async () => {
    await using folder = await makeFolder();
    const foreign = '<script>document.title = "foreign"</script><img src="https://image-size.invalid/x.png">';
    const path = await folder.write('report.html', pageOf(everyKind()).replace('</main>', `</main>${foreign}`));
    await using opened = await openFile(browser(), path);
    await opened.page.waitForSelector('h1');
    expect(await opened.page.title()).toBe('Image size');
    expect(opened.offences).toContain('error: policy: script-src-elem inline');
    expect(opened.offences).toContain('error: policy: img-src https://image-size.invalid/x.png');
  });

  describe('hostile reports', () => {
    const attacks: readonly (readonly [string, string])[] = [
      ['a script', '</script><script>alert(1)</script>'],
      ['an image with a handler', '"><img src=x onerror=alert(1)>'],
      ['the end of a comment and of a style', '--></style>\'"`<svg/onload=alert(1)>'],
      ['a template and a prototype', '{{constructor.constructor("alert(1)")()}}__proto__'],
      ['characters that turn the line', '\u202e\u2066txt.exe\u0000\u001b[2J\ud800'],
      ['10,000 characters', 'W'.repeat(10_000)],
    ];

    test.each(attacks)('%s in every text does nothing and breaks nothing', async (_, attack) => {
      await withPage(
        pageOf(hostile(attack)),
        async (page) => {
          for (const button of await page.locator('.picker button').all()) {
            await button.click();
            expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
          }
          expect(await page.locator('#problem, main script, main img, svg svg').count()).toBe(0);
          expect(await page.innerText('main')).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
        },
        { viewport: { width: 360, height: 740 } },
      );
    });
  });

  describe('what cannot be read', () => {
    const whole = dataElement('report', everyKind());
    const cases: readonly (readonly [string, string, RegExp])[] = [
      [
        'data that end early',
        whole.replace(/.{400}<\/script>/s, '</script>'),
        /damaged or incomplete.*Download it again/,
      ],
      ['data that are no base64', whole.replace('>', '>%%'), /damaged or incomplete/],
      ['data that are no JSON', dataElement('report', {}).replace(/>.*</, '>AwA=<'), /damaged or incomplete/],
      ['no data', '', /no report is in it/],
      [
        'another schema',
        dataElement('report', { schemaVersion: 9 }),
        /schema version 1, and the file holds one of version 9/,
      ],
    ];

    test.each(cases)('%s give a message in the page', async (_, data, message) => {
      await withPage(filledPage(template, everyKind(), data), async (page) => {
        expect(await page.innerText('#problem')).toMatch(message);
      });
    });

    test('a file that ends early gives a message in the page, wherever it ends', async () => {
      const html = pageOf(everyKind());
      for (const end of [
        html.indexOf('<!--') + 1,
        html.indexOf('id="report"') + 900,
        html.indexOf('<div id="end"'),
      ].filter((at) => at > html.indexOf('<body>'))) {
        await withPage(html.slice(0, end), async (page) => {
          expect(await page.innerText('#problem')).toContain('damaged or incomplete (it ends too early)');
        });
      }
    });

    test('files that cannot be read leave the rest of the page as it is', async () => {
      const data = `${whole}${dataElement('contents-0', everyKind()).replace(/.{400}<\/script>/s, '</script>')}`;
      await withPage(filledPage(template, everyKind(), data), async (page) => {
        expect(await page.innerText('#problem')).toContain('"contents-0" cannot be read');
        expect(await page.innerText('h1')).toContain('+254 MB');
      });
    });

    test('an old browser is named as the cause', async () => {
      const init = 'delete globalThis.DecompressionStream';
      await withPage(
        pageOf(everyKind()),
        async (page) => expect(await page.innerText('#problem')).toContain('too old'),
        { init },
      );
    });

    test('without scripts the page says so', async () => {
      await using folder = await makeFolder();
      const path = await folder.write('report.html', pageOf(everyKind()));
      await using opened = await openFile(browser(), path, { javaScriptEnabled: false });
      expect(await opened.page.innerText('#loading')).toContain('scripts are switched off');
    });
  });
});
