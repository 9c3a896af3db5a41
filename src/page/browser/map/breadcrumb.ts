import { button, element } from '../element.ts';
import { shown } from '../words.ts';

/** Most directories named. A deeper path shows its start and its last directories. */
const MOST = 6;

interface Crumb {
  readonly name: string;
  readonly path: string;
}

/** The path of the open directory. Each step is a button that opens it. */
export function createBreadcrumb(open: (path: string) => void): {
  readonly element: HTMLElement;
  show(path: string): void;
} {
  const list = element('ol', { class: 'crumbs' });
  const show = (path: string) => {
    list.replaceChildren(...shownCrumbs(path).map((crumb) => item(crumb, crumb.path === path, open)));
  };
  return { element: element('nav', { 'aria-label': 'Directory' }, list), show };
}

function item({ name, path }: Crumb, isHere: boolean, open: (path: string) => void): HTMLElement {
  const step = button('crumb', shown(name, 40), () => open(path));
  if (isHere) step.setAttribute('aria-current', 'location');
  return element('li', {}, step);
}

function shownCrumbs(path: string): readonly Crumb[] {
  const root = { name: 'whole image', path: '' };
  if (path === '') return [root];
  const names = path.split('/');
  const crumbs = names.map((name, at) => ({ name, path: names.slice(0, at + 1).join('/') }));
  const left = crumbs.length - MOST;
  if (left <= 0) return [root, ...crumbs];
  return [root, { name: '…', path: crumbs[left]?.path ?? '' }, ...crumbs.slice(left + 1)];
}
