import { element } from '../element.ts';

/** CSS pixels between what is pointed at and the words on it. */
const GAP = 12;

export interface Point {
  readonly left: number;
  readonly top: number;
}

/** Words on what is hovered or focused. They are said by its label too, so assistive technology need not see them. */
export class Tooltip {
  readonly element = element('div', { class: 'map-tip', 'aria-hidden': 'true' });

  constructor() {
    this.hide();
  }

  /** At a point of the frame that it is in, kept inside of its width. */
  show(title: string, lines: readonly string[], { left, top }: Point, frame: HTMLElement): void {
    const rows = lines.map((line) => element('span', {}, line));
    this.element.replaceChildren(element('strong', {}, title), ...rows);
    this.element.hidden = false;
    const { offsetWidth, offsetHeight } = this.element;
    const right = Math.max(0, frame.clientWidth - offsetWidth);
    const below = top + GAP + offsetHeight <= frame.clientHeight || top < offsetHeight + GAP;
    this.element.style.left = `${Math.min(Math.max(0, left + GAP), right)}px`;
    this.element.style.top = `${below ? top + GAP : top - GAP - offsetHeight}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
