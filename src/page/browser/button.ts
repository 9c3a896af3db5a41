import { element } from './element.ts';

/** A button that only acts, with its words. */
export function button(name: string, words: string, act?: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: name }, words);
  if (act !== undefined) made.addEventListener('click', act);
  return made;
}
