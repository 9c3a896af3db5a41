import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Comparison } from '../../../src/compare/comparison.ts';
import { contentsOf, type FileSpec, manyFiles } from '../../support/page-files.ts';
import { comparisonOf, sampleFiles } from '../../support/page-sample.ts';

// A loaded machine draws slowly.
jest.setTimeout(60_000);

const ROOT = new URL('../../../', import.meta.url);
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/** The two views, and a store of the model as the shell has it. */
const ENTRY = `
import { decodeContents } from './decode.ts';
import { createTables } from './tables.ts';
import { createTreemap } from './treemap.ts';
let model, views;
const change = (part) => { model = { ...model, ...part }; for (const view of views) view.update(model); };
const controls = { choose() {}, open: (path) => change({ path }), showSide: (side) => change({ side }), showLayer: (layer) => change({ layer }) };
globalThis.controls = controls;
globalThis.mount = (comparison, contents) => {
  views = [createTreemap(controls), createTables(controls)];
  document.querySelector('main').replaceChildren(...views.map((view) => view.element));
  const report = { schemaVersion: 1, verdict: 'pass', comparisons: [comparison] };
  model = { report, comparison, files: null, side: 'after', path: '', layer: null };
  change({});
  change({ files: decodeContents(contents) });
};
globalThis.look = () => ({ path: model.path, side: model.side, layer: model.layer });
`;

/** Until what was resized has been drawn. */
const FRAMES = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))';

const THEMES = {
  light:
    '--bg:#f6f7f9;--panel:#fff;--ink:#1b2027;--soft:#57606a;--line:#d5dae0;--accent:#0b5cad;--grew:#b0430a;--shrank:#0b5cad;--grew-fill:#e8762c;--shrank-fill:#4a90d9;--same:#57606a;--focus:#0b5cad',
  dark: '--bg:#0d1117;--panel:#161b22;--ink:#e8edf3;--soft:#a0abb6;--line:#353c45;--accent:#79b8ff;--grew:#ff9a57;--shrank:#74b4ff;--same:#a0abb6;--focus:#79b8ff',
};

const bundle = build({
  stdin: { contents: ENTRY, resolveDir: new URL('src/page/browser', ROOT).pathname, loader: 'ts' },
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2022',
});

async function document(theme: keyof typeof THEMES): Promise<string> {
  const { outputFiles } = await bundle;
  const css = await readFile(new URL('src/page/browser/map.css', ROOT), 'utf8');
  const shell = `:root{color-scheme:${theme};${THEMES[theme]}}*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:14px/1.5 system-ui,"DejaVu Sans",sans-serif}main{max-width:1180px;margin:0 auto;padding:16px;display:grid;gap:16px;grid-template-columns:minmax(0,1fr)}main>section{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:16px}h1,h2,h3,p{margin:0 0 8px}`;
  const policy = "default-src 'none'; script-src 'nonce-n'; style-src 'nonce-n'";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>Report</title><style nonce="n">${shell}${css}</style><main></main><script nonce="n">${outputFiles[0]?.text}</script></html>`;
}

/** As __tests__/support/browser.ts has it. */
function describeBrowser(name: string, fn: (browser: () => Browser) => void): void {
  const block = CHROMIUM === undefined ? describe.skip : describe;
  block(CHROMIUM === undefined ? `${name}: no Chromium is installed` : name, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
    });
    afterAll(() => browser?.close());
    fn(() => browser!);
  });
}

describeBrowser('the map and the tables', (browser) => {
  const opened = async (
    specs: readonly FileSpec[] = sampleFiles(),
    { theme = 'light' as keyof typeof THEMES, width = 1280, comparison = comparisonOf(specs) as Comparison } = {},
  ): Promise<Page> => {
    const page = await browser().newPage({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.setContent(await document(theme));
    await page.evaluate(`mount(${JSON.stringify(comparison)}, ${JSON.stringify(contentsOf(specs))})`);
    return page;
  };
  const problems: string[] = [];
  const look = (page: Page) => page.evaluate<{ path: string; side: string; layer: number | null }>('look()');
  const tile = (page: Page, name: string | RegExp) => page.locator('.map-tiles').getByRole('button', { name }).first();
  const label = (page: Page) => page.evaluate<string>('document.activeElement.getAttribute("aria-label") ?? ""');
  const rows = (page: Page) => page.locator('tbody:visible tr');

  test('a click on a directory opens it, and the breadcrumb goes back', async () => {
    const page = await opened();
    await tile(page, /\/usr\/lib\/python3\.12, directory/).click({ position: { x: 20, y: 8 } });
    expect((await look(page)).path).toBe('usr/lib/python3.12');
    expect(await page.locator('.map-chosen').textContent()).toMatch(/^\/usr\/lib\/python3\.12: .* → /);
    await page.getByRole('navigation').getByRole('button', { name: 'usr', exact: true }).click();
    expect((await look(page)).path).toBe('usr');
    await page.getByRole('button', { name: 'whole image' }).click();
    expect((await look(page)).path).toBe('');
    await page.close();
  });

  test('the keyboard walks the tiles, opens one, and comes back to it', async () => {
    const page = await opened();
    const first = page.locator('.map-tiles .tile').first();
    await first.focus();
    expect(await page.locator('.map-tiles [tabindex="0"]').count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    const second = await label(page);
    expect(second).not.toBe(await first.getAttribute('aria-label'));
    await page.keyboard.press('End');
    const last = page.locator('.map-tiles .tile').last();
    expect(await label(page)).toBe(await last.getAttribute('aria-label'));
    await page.keyboard.press('Home');
    expect(await label(page)).toBe(await first.getAttribute('aria-label'));
    await tile(page, /\/usr\/lib\/python3\.12, directory/).focus();
    await page.keyboard.press('Enter');
    expect((await look(page)).path).toBe('usr/lib/python3.12');
    expect(await label(page)).toMatch(/ \/usr\/lib\/python3\.12\//);
    await page.keyboard.press('Backspace');
    expect((await look(page)).path).toBe('usr/lib');
    expect(await label(page)).toMatch(/ \/usr\/lib\/python3\.12, directory/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect((await look(page)).path).toBe('');
    await page.close();
  });

  test('hover and focus tell path, sizes, the line of the Dockerfile and the package', async () => {
    const page = await opened();
    const numpy = tile(page, /libopenblas/);
    await numpy.hover();
    const tip = page.locator('.map-tip');
    expect(await tip.textContent()).toMatch(
      /libopenblas.*31\.0 MB.*new.*Dockerfile:9.*numpy \(pypi\) 2\.1\.0.*31,000,000 B/,
    );
    await page.mouse.move(0, 0);
    expect(await tip.isVisible()).toBe(false);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await tip.isVisible()).toBe(true);
    await page.close();
  });

  test('a file that is chosen is announced', async () => {
    const page = await opened();
    await tile(page, /libopenblas/).click();
    expect(await page.getByRole('status').first().textContent()).toMatch(/libopenblas.*: 31\.0 MB, new · written by/);
    await page.close();
  });

  test('before shows what is gone, after what is new; a layer shows its files alone', async () => {
    const page = await opened();
    expect([await tile(page, /libopenblas/).count(), await tile(page, /old-cache/).count()]).toEqual([1, 0]);
    await page.evaluate('controls.showSide("before")');
    expect([await tile(page, /libopenblas/).count(), await tile(page, /old-cache/).count()]).toEqual([0, 1]);
    await page.evaluate('controls.showSide("after")');
    await page.evaluate('controls.showLayer(2)');
    expect([await tile(page, /libopenblas/).count(), await tile(page, /libc\.so/).count()]).toEqual([1, 0]);
    expect(await page.locator('.tables-count').textContent()).toMatch(/^\d+ files, \+/);
    await page.close();
  });

  test('files are searched, sorted, and all shown', async () => {
    const page = await opened();
    const box = page.getByRole('checkbox', { name: 'changed only' });
    expect(await box.isChecked()).toBe(true);
    expect(await rows(page).first().textContent()).toContain('libopenblas');
    await page.getByRole('searchbox').fill('LIBC.SO');
    expect(await rows(page).count()).toBe(0);
    expect(await page.locator('.tables-count').textContent()).toBe('No files');
    await box.uncheck();
    expect(await rows(page).count()).toBe(1);
    await page.getByRole('searchbox').fill('');
    expect(await rows(page).count()).toBe(100);
    await page.getByRole('button', { name: /^Show \d+ more/ }).click();
    expect(await rows(page).count()).toBeGreaterThan(100);
    await page.getByRole('button', { name: 'Path' }).click();
    expect(await page.getByRole('columnheader', { name: 'Path' }).getAttribute('aria-sort')).toBe('ascending');
    expect(await rows(page).first().textContent()).toContain('/app/');
    await page.getByRole('button', { name: 'Path' }).click();
    expect(await page.getByRole('columnheader', { name: 'Path' }).getAttribute('aria-sort')).toBe('descending');
    expect(await rows(page).first().textContent()).toContain('/var/');
    await page.close();
  });

  test('the directory of a path opens it, and the tables keep to what is looked at', async () => {
    const page = await opened();
    await page.getByRole('searchbox').fill('libopenblas');
    await rows(page).getByRole('button').click();
    const { path } = await look(page);
    expect(path).toBe('usr/lib/python3.12/site-packages/numpy');
    await page.getByRole('searchbox').fill('');
    for (const text of await rows(page).allTextContents()) expect(text).toContain(path);
    await page.close();
  });

  test('packages are a tab of their own, by keyboard too', async () => {
    const page = await opened();
    await page.getByRole('tab', { name: 'Files' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { name: 'Packages' }).getAttribute('aria-selected')).toBe('true');
    expect(await rows(page).first().textContent()).toMatch(/numpy \(pypi\)2\.1\.0/);
    await page.getByRole('searchbox').fill('libc6');
    await page.getByRole('checkbox', { name: 'changed only' }).uncheck();
    expect(await rows(page).count()).toBe(1);
    await page.close();
  });

  test('without a baseline nothing is called growth', async () => {
    const specs = sampleFiles().flatMap(({ before: _, ...spec }) => (spec.after === null ? [] : [spec]));
    const page = await opened(specs, { comparison: { ...comparisonOf(specs), baseline: null } });
    expect(await page.locator('.map [class*=tone-grew]:visible').count()).toBe(0);
    expect(await page.getByRole('checkbox', { name: 'changed only' }).isVisible()).toBe(false);
    expect(await rows(page).first().textContent()).toContain('—');
    await page.close();
  });

  test('hostile names are shown as text', async () => {
    const path = '<img src=x onerror=alert(1)>/\u202egpj.exe';
    const page = await opened([{ path, before: 10, after: 20 }]);
    expect(await rows(page).textContent()).toContain('/<img src=x onerror=alert(1)>/⟨U+202E⟩gpj.exe');
    expect(await page.locator('main img').count()).toBe(0);
    await page.close();
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
    ['dark', 360],
  ] as const)(
    'axe-core finds nothing in the %s theme at %i pixels',
    async (theme, width) => {
      const page = await opened(sampleFiles(), { theme, width });
      await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
      const violations = () =>
        page.evaluate<unknown[]>(
          'axe.run(document.querySelector("main")).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.length, nodes[0].html, nodes[0].failureSummary]))',
        );
      expect(await violations()).toEqual([]);
      await page.getByRole('tab', { name: 'Packages' }).click();
      await page.locator('.map-tiles .tile').first().focus();
      expect(await violations()).toEqual([]);
      await page.close();
    },
    60_000,
  );

  test('at phone width nothing scrolls sideways', async () => {
    const page = await opened(sampleFiles(), { width: 360 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.setViewportSize({ width: 900, height: 700 });
    await page.evaluate(FRAMES);
    expect(
      await page.evaluate(
        '[...document.querySelectorAll(".tile")].some((tile) => tile.getBoundingClientRect().right > 800)',
      ),
    ).toBe(true);
    await page.close();
  });

  test('no tile reaches out of its place', async () => {
    const page = await opened();
    const out = await page.evaluate(
      '[...document.querySelectorAll(".tile")].filter((tile) => tile.offsetWidth > parseFloat(tile.style.width) || tile.offsetHeight > parseFloat(tile.style.height)).length',
    );
    expect(out).toBe(0);
    await page.close();
  });

  test('a hundred thousand files open and react', async () => {
    const page = await opened(manyFiles(100_000));
    expect(await page.locator('.tile').count()).toBeGreaterThan(100);
    expect(await page.locator('.tile').count()).toBeLessThanOrEqual(3000);
    await page.getByRole('checkbox', { name: 'changed only' }).uncheck();
    expect(await page.locator('.tables-count').textContent()).toMatch(/^100,000 files/);
    await page.getByRole('searchbox').fill('package-77/');
    expect(await page.locator('.tables-count').textContent()).toMatch(/^120 files/);
    await page
      .locator('.map-tiles .tile.directory')
      .first()
      .click({ position: { x: 20, y: 8 } });
    expect((await look(page)).path).toMatch(/^usr\/lib\/node_modules/);
    await page.close();
  });

  // To look at: IMAGE_SIZE_GATE_SCREENSHOTS=FOLDER
  const folder = process.env.IMAGE_SIZE_GATE_SCREENSHOTS;
  (folder === undefined ? test.skip : test)(
    'screenshots',
    async () => {
      for (const theme of ['light', 'dark'] as const)
        for (const width of [1280, 360]) {
          const page = await opened(sampleFiles(), { theme, width });
          await tile(page, /libopenblas/).hover();
          await page.screenshot({ path: `${folder}/${theme}-${width}.png` });
          await page.getByRole('searchbox').scrollIntoViewIfNeeded();
          await page.mouse.wheel(0, 500);
          await page.evaluate(FRAMES);
          await page.screenshot({ path: `${folder}/${theme}-${width}-table.png` });
          await page.close();
        }
      const page = await opened(manyFiles(100_000));
      await page.screenshot({ path: `${folder}/many.png` });
      await page.close();
    },
    60_000,
  );

  test('nothing went wrong meanwhile, and the policy refused nothing', () => {
    expect(problems).toEqual([]);
  });
});
