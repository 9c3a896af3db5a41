import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Report } from '../../../src/model/document.ts';
import { report } from '../../report/sample.ts';
import { describeBrowser } from '../../support/browser.ts';
import { type LookOptions, lookAt, pageOf } from '../../support/page.ts';
import { everyKind, grownOnBase } from './samples.ts';

describeBrowser('the HTML report', (browser) => {
  const withPage = async (of: Report, look: (page: Page) => Promise<void>, options?: LookOptions) =>
    lookAt(browser(), await pageOf(of), look, options);

  test('names verdict, deciding number, limit and cause, and requests nothing', async () => {
    await withPage(everyKind(), async (page) => {
      expect(await page.innerText('h1')).toMatch(/fail api unpacked \+254 MB \(\+415 %\)$/s);
      expect(await page.innerText('.headline')).toContain('Limit: unpacked > +2% and > +1 MB');
      expect(await page.innerText('.headline')).toMatch(/\+254 MB unpacked at docker\/Dockerfile:12 by RUN /s);
      expect(await page.innerText('.numbers')).toContain('61.2 MB → 315 MB');
      expect(await page.innerText('.conditions')).toMatch(/warn\s+wasted > 3%\s+12\.3 MB \(3\.9 % of unpacked\)/);
      expect(await page.innerText('.headline')).toContain('error part arm: no artifact of it in this run');
    });
  });

  test('opens with the image that decided the verdict, and the keyboard chooses another', async () => {
    await withPage(everyKind(), async (page) => {
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

  test('shows reason, log, checks and missing sides of every kind of image', async () => {
    await withPage(everyKind(), async (page) => {
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

  test('names who accepted growth, and says that only the baseline has a removed image', async () => {
    await withPage(everyKind(), async (page) => {
      await page.click('.picker tr:has-text("billing")');
      expect(await page.innerText('.facts')).toMatch(
        /accepted.*Accepted by octocat with the label image-size-accepted/s,
      );
      await page.click('.picker tr:has-text("legacy")');
      expect(await page.innerText('.facts')).toMatch(/removed.*Only the baseline has this image\./s);
      expect(await page.isDisabled('input[value="after"]')).toBe(true);
      expect(await page.innerText('[role="status"].spoken')).toMatch(/^legacy linux\/amd64, before: /);
    });
  });

  test('switches all sizes between before and after by keyboard', async () => {
    await withPage(everyKind(), async (page) => {
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

  test('draws layers in proportion to their size, and marks growth and the base image', async () => {
    await withPage(everyKind(), async (page) => {
      const widths = await page.evaluate<number[]>(
        "[...document.querySelectorAll('.segment')].map((part) => part.getBoundingClientRect().width)",
      );
      const total = widths.reduce((sum, width) => sum + width, 0);
      expect(widths.map((width) => Math.round((width / total) * 100))).toEqual([9, 91, 0]);
      expect(await page.locator('.segment.grow').first().innerText()).toBe('+');
      expect(await page.innerText('.legend')).toContain('base image debian:bookworm-slim, 27.0 MB');
    });
  });

  test('chooses a layer by keyboard, keeps it when sides switch, and shows all layers again', async () => {
    await withPage(everyKind(), async (page) => {
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

  test('reads the trend by keyboard, and lists all records in a table', async () => {
    await withPage(everyKind(), async (page) => {
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

  test('explains the growth and gives advice', async () => {
    await withPage(everyKind(), async (page) => {
      expect(await page.innerText('section[aria-label="Why"]')).toMatch(
        /\+254 MB\s+python3-pandas.*new 1\.5\.3.*\+254 MB\s+in all/s,
      );
      expect(await page.innerText('.advice')).toMatch(
        /18\.0 MB The package lists stay in the image\. docker\/Dockerfile:12/,
      );
    });
  });

  test.each(['light', 'dark'] as const)(
    'starts in the %s theme of the system, and switches to the other theme',
    async (colorScheme) => {
      const ground = (page: Page) => page.evaluate('getComputedStyle(document.body).backgroundColor');
      await withPage(
        everyKind(),
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

  test('hides the table of images when there is one, and the trend when nothing was recorded', async () => {
    await withPage(report('fail', grownOnBase()), async (page) => {
      expect(await page.isVisible('.picker')).toBe(false);
      expect(await page.isVisible('.chart')).toBe(false);
      expect(await page.isVisible('.layers')).toBe(true);
    });
  });

  test('shows a report without images', async () => {
    await withPage(report('error'), async (page) => {
      expect(await page.innerText('h1')).toMatch(/error not everything could be measured/);
    });
  });
});
