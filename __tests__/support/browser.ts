import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Milliseconds: a browser that starts on a machine which has other things to do. */
const BROWSER_TIMEOUT = 180_000;

/** A page of a report, and what it did that a report must not do. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors and warnings in the console, exceptions, violations of the policy, and requests besides the file itself. */
  readonly offences: readonly string[];
}

/** What scripts/test.mjs found, from IMAGE_SIZE_GATE_BROWSER. */
function browserFound(): { readonly path?: string; readonly missing?: string } {
  return JSON.parse(process.env.IMAGE_SIZE_GATE_BROWSER || '{}') as ReturnType<typeof browserFound>;
}

/**
 * A block of tests that needs Chromium. Without one the block is skipped with the reason in its name, or
 * (IMAGE_SIZE_GATE_ENGINE=required) fails with it.
 */
export function describeBrowser(name: string, fn: (browser: () => Browser) => void): void {
  const { path, missing = 'IMAGE_SIZE_GATE_BROWSER names none (scripts/test.mjs does)' } = browserFound();
  const reason = `no browser: ${missing}`;
  if (path === undefined && process.env.IMAGE_SIZE_GATE_ENGINE === 'required') {
    test(name, () => expect(reason).toBe('a browser, since IMAGE_SIZE_GATE_ENGINE=required'));
    return;
  }
  jest.setTimeout(BROWSER_TIMEOUT);
  const block = path === undefined ? describe.skip : describe;
  block(path === undefined ? `${name}: ${reason}` : name, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      // A container's root has no user namespace to make a sandbox of; what is opened is our own file.
      browser = await chromium.launch({ executablePath: path ?? '', args: ['--no-sandbox'] });
    });
    afterAll(() => browser?.close());
    fn(() => browser!);
  });
}

/** Runs in the page: what its policy kept from happening is in the console then. */
const TELL_VIOLATIONS =
  "document.addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI));";

const VIEWPORT = { width: 1280, height: 900 };

interface Tab {
  readonly page: Page;
  readonly offences: string[];
  /** What it may request. */
  address: string;
}

/** A browser's tabs by the options that they were opened with: a new one takes longer than most of what is tested in it. */
const tabs = new WeakMap<Browser, Map<string, Tab>>();

/**
 * Opens a file as a reader would, and notes whatever it does wrong. Files with the same options are opened in one tab, one after the other.
 * `init` is script that runs before the page's own script.
 */
export async function openFile(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
  init = '',
): Promise<OpenPage> {
  const tab = await tabFor(browser, options, init);
  const { page, offences } = tab;
  tab.address = new URL(`file://${path}`).href;
  offences.length = 0;
  await page.setViewportSize(options.viewport ?? VIEWPORT);
  await page.goto(tab.address);
  return { page, offences, [Symbol.asyncDispose]: () => page.mouse.move(0, 0) };
}

async function tabFor(browser: Browser, options: BrowserContextOptions, init: string): Promise<Tab> {
  const open = tabs.get(browser) ?? new Map<string, Tab>();
  tabs.set(browser, open);
  const key = JSON.stringify([options, init]);
  const tab = open.get(key) ?? (await openTab(browser, options, init));
  open.set(key, tab);
  return tab;
}

async function openTab(browser: Browser, options: BrowserContextOptions, init: string): Promise<Tab> {
  const context = await browser.newContext({ viewport: VIEWPORT, ...options });
  const page = await context.newPage();
  const tab: Tab = { page, offences: [], address: '' };
  const { offences } = tab;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) offences.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', ({ message }) => offences.push(`exception: ${message}`));
  page.on('dialog', (dialog) => offences.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (request.url() !== tab.address) offences.push(`request: ${request.url()}`);
  });
  await page.addInitScript(`${TELL_VIOLATIONS}${init}`);
  return tab;
}
