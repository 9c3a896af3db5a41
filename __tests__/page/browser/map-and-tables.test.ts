import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Comparison } from '../../../src/model/comparison.ts';
import { report } from '../../report/sample.ts';
import { describeBrowser } from '../../support/browser.ts';
import { type LookOptions, lookAt, pageOf } from '../../support/page.ts';
import { manyFiles } from '../../support/page-files.ts';
import { everyKind, filed, filedAnew } from './samples.ts';

/** Resolves once the browser has drawn after a resize. */
const FRAMES = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))';

describeBrowser('the map and the tables', (browser) => {
  /** Opens the page of one image, and waits for its map. */
  const withFiles = async (
    look: (page: Page) => Promise<void>,
    { of = filed(), ...options }: LookOptions & { readonly of?: Comparison } = {},
  ) => {
    const html = await pageOf(report(of.verdict, of));
    const drawn = async (page: Page) => {
      await page.waitForSelector('.tile');
      await look(page);
    };
    await lookAt(browser(), html, drawn, { reducedMotion: 'reduce', ...options });
  };

  const tile = (page: Page, name: string | RegExp) => page.locator('.map-tiles').getByRole('button', { name }).first();
  const count = (page: Page, name: RegExp) => page.locator('.map-tiles').getByRole('button', { name }).count();
  const label = (page: Page) => page.evaluate<string>('document.activeElement.getAttribute("aria-label") ?? ""');
  const rows = (page: Page) => page.locator('.tables tbody:visible tr');
  const search = (page: Page) => page.getByRole('searchbox');
  /** The open directory, as the page names it. */
  const place = async (page: Page) => (await page.locator('.map-chosen').innerText()).split(': ')[0];

  test.each(['reduce', 'no-preference'] as const)(
    'a click on a directory opens it, and the breadcrumb leads back (motion: %s)',
    async (reducedMotion) => {
      await withFiles(
        async (page) => {
          await tile(page, /\/usr\/lib\/python3\.12, directory/).click({ position: { x: 20, y: 8 } });
          expect(await page.locator('.map-chosen').innerText()).toMatch(/^\/usr\/lib\/python3\.12: .* → /);
          const crumbs = page.getByRole('navigation');
          await crumbs.getByRole('button', { name: 'usr', exact: true }).click();
          expect(await place(page)).toBe('/usr');
          await crumbs.getByRole('button', { name: 'whole image' }).click();
          expect(await place(page)).toBe('whole image');
        },
        { reducedMotion },
      );
    },
  );

  test('keys move between tiles, open a directory, and return to its tile', async () => {
    await withFiles(async (page) => {
      const first = page.locator('.map-tiles .tile').first();
      await first.focus();
      expect(await page.locator('.map-tiles [tabindex="0"]').count()).toBe(1);
      await page.keyboard.press('ArrowDown');
      expect(await label(page)).not.toBe(await first.getAttribute('aria-label'));
      await page.keyboard.press('End');
      expect(await label(page)).toBe(await page.locator('.map-tiles .tile').last().getAttribute('aria-label'));
      await page.keyboard.press('Home');
      expect(await label(page)).toBe(await first.getAttribute('aria-label'));
      await tile(page, /\/usr\/lib\/python3\.12, directory/).focus();
      await page.keyboard.press('Enter');
      expect(await place(page)).toBe('/usr/lib/python3.12');
      expect(await label(page)).toMatch(/ \/usr\/lib\/python3\.12\//);
      await page.keyboard.press('Backspace');
      expect(await place(page)).toBe('/usr/lib');
      expect(await label(page)).toMatch(/ \/usr\/lib\/python3\.12, directory/);
      for (let out = 0; out < 3; out++) await page.keyboard.press('Escape');
      expect(await place(page)).toBe('whole image');
    });
  });

  test('hover and focus show path, sizes, Dockerfile line and package, and a click announces them', async () => {
    await withFiles(async (page) => {
      await tile(page, /libopenblas/).hover();
      const tip = page.locator('.map-tip');
      expect(await tip.textContent()).toMatch(
        /libopenblas.*31\.0 MB.*new.*Dockerfile:9.*numpy \(pypi\) 2\.1\.0.*31,000,000 B/,
      );
      await page.mouse.move(0, 0);
      expect(await tip.isVisible()).toBe(false);
      await page.locator('.crumb').last().focus();
      await page.keyboard.press('Tab');
      expect(await tip.isVisible()).toBe(true);
      await tile(page, /libopenblas/).click();
      expect(await page.locator('.map-chosen[role="status"]').innerText()).toMatch(
        /libopenblas.*: 31\.0 MB, new · written by/,
      );
    });
  });

  test('the side before shows files that are gone, the side after new ones, and a layer only its own', async () => {
    await withFiles(async (page) => {
      const both = async () => [await count(page, /libopenblas/), await count(page, /old-cache/)];
      expect(await both()).toEqual([1, 0]);
      await page.check('input[value="before"]');
      expect(await both()).toEqual([0, 1]);
      await page.check('input[value="after"]');
      await page.click('.layers li:nth-child(3) button');
      expect([await count(page, /libopenblas/), await count(page, /libc\.so/)]).toEqual([1, 0]);
      expect(await page.locator('.tables-count').textContent()).toMatch(/^\d+ files, \+/);
      await page.click('text=Show all layers');
      expect(await count(page, /libc\.so/)).toBe(1);
    });
  });

  test('the table of files can be searched, sorted and extended', async () => {
    await withFiles(async (page) => {
      const box = page.getByRole('checkbox', { name: 'changed only' });
      expect(await box.isChecked()).toBe(true);
      expect(await rows(page).first().textContent()).toContain('libopenblas');
      await search(page).fill('LIBC.SO');
      expect([await rows(page).count(), await page.innerText('.tables-count')]).toEqual([0, 'No files']);
      await box.uncheck();
      expect(await rows(page).count()).toBe(1);
      await search(page).fill('');
      expect(await rows(page).count()).toBe(25);
      await page.getByRole('button', { name: 'Show 100 more' }).click();
      expect(await rows(page).count()).toBe(125);
      const path = page.locator('.tables').getByRole('columnheader', { name: 'Path' });
      await path.getByRole('button').click();
      expect([await path.getAttribute('aria-sort'), await rows(page).count()]).toEqual(['ascending', 25]);
      expect(await rows(page).first().textContent()).toContain('/app/');
      await path.getByRole('button').click();
      expect(await path.getAttribute('aria-sort')).toBe('descending');
      expect(await rows(page).first().textContent()).toContain('/var/');
    });
  });

  test('the directory in a path opens it, and the tables show only its files', async () => {
    await withFiles(async (page) => {
      await search(page).fill('libopenblas');
      await rows(page).getByRole('button').click();
      expect(await place(page)).toBe('/usr/lib/python3.12/site-packages/numpy');
      await search(page).fill('');
      for (const text of await rows(page).allTextContents()) expect(text).toContain('/site-packages/numpy/');
    });
  });

  test('the tab of packages opens by keyboard', async () => {
    await withFiles(async (page) => {
      await page.getByRole('tab', { name: 'Files' }).focus();
      await page.keyboard.press('ArrowRight');
      expect(await page.getByRole('tab', { name: 'Packages' }).getAttribute('aria-selected')).toBe('true');
      expect(await rows(page).first().textContent()).toMatch(/numpy \(pypi\)2\.1\.0/);
      await search(page).fill('libc6');
      await page.getByRole('checkbox', { name: 'changed only' }).uncheck();
      expect(await rows(page).count()).toBe(1);
    });
  });

  test('without a baseline, the page calls nothing growth', async () => {
    await withFiles(
      async (page) => {
        expect(await page.innerText('h1')).toContain('new');
        expect(await page.locator('.map [class*=tone-grew]:visible, .legend .grow').count()).toBe(0);
        expect(await page.locator('.map-chosen').innerText()).not.toContain('→');
        expect(await page.getByRole('checkbox', { name: 'changed only' }).isVisible()).toBe(false);
        expect(await rows(page).first().textContent()).toContain('—');
      },
      { of: filedAnew() },
    );
  });

  test('hostile file names are shown as text', async () => {
    await withFiles(
      async (page) => {
        expect(await rows(page).textContent()).toContain('/<img src=x onerror=alert(1)>/⟨U+202E⟩gpj.exe');
        expect(await page.locator('main img').count()).toBe(0);
      },
      { of: filed('api', [{ path: '<img src=x onerror=alert(1)>/\u202egpj.exe', before: 10, after: 20 }]) },
    );
  });

  test('the map fits phone width without sideways scrolling, fills a wider window, and no tile exceeds its place', async () => {
    await withFiles(
      async (page) => {
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
        await page.setViewportSize({ width: 900, height: 700 });
        await page.evaluate(FRAMES);
        const tiles = (what: string) => page.evaluate(`[...document.querySelectorAll('.tile')].filter(${what}).length`);
        expect(await tiles('(tile) => tile.getBoundingClientRect().right > 800')).not.toBe(0);
        expect(
          await tiles(
            '(tile) => tile.offsetWidth > parseFloat(tile.style.width) || tile.offsetHeight > parseFloat(tile.style.height)',
          ),
        ).toBe(0);
      },
      { viewport: { width: 360, height: 740 } },
    );
  });

  test('the page reads the files of an image only when that image is chosen', async () => {
    const init =
      'globalThis.inflated = 0; const Stream = DecompressionStream; globalThis.DecompressionStream = class extends Stream { constructor(format) { super(format); inflated++; } };';
    const inflated = (page: Page) => page.evaluate('inflated');
    await lookAt(
      browser(),
      await pageOf(everyKind()),
      async (page) => {
        expect([await page.isVisible('.map'), await page.isVisible('.tables'), await inflated(page)]).toEqual([
          false,
          false,
          1,
        ]);
        await page.click('.picker tr:has-text("shop")');
        await tile(page, /libopenblas/).waitFor();
        expect(await inflated(page)).toBe(2);
        await page.click('.picker tr:has-text("legacy")');
        await tile(page, /old-cache/).waitFor();
        expect([await count(page, /libopenblas/), await inflated(page)]).toEqual([0, 3]);
        expect(await page.isChecked('input[value="before"]')).toBe(true);
        await page.click('.picker tr:has-text("cron")');
        expect(await page.isVisible('.map')).toBe(false);
        await page.click('.picker tr:has-text("shop")');
        await tile(page, /libopenblas/).waitFor();
      },
      { init },
    );
  });

  test('a report of 100,000 files opens, searches and switches sides', async () => {
    await withFiles(
      async (page) => {
        const tiles = await page.locator('.tile').count();
        expect(tiles > 100 && tiles <= 3000).toBe(true);
        await page.getByRole('checkbox', { name: 'changed only' }).uncheck();
        expect(await page.locator('.tables-count').textContent()).toMatch(/^100,000 files/);
        await search(page).fill('package-77/');
        expect(await page.locator('.tables-count').textContent()).toMatch(/^120 files/);
        await page.check('input[value="before"]');
        await page.click('.map-tiles .tile.directory >> nth=0', { position: { x: 20, y: 8 } });
        expect(await place(page)).toMatch(/^\/usr\/lib\/node_modules/);
      },
      { of: filed('api', manyFiles(100_000)) },
    );
  });
});
