import { element } from '../element.ts';

/** CSS pixels between the pointer and the tooltip. */
const GAP = 12;

/** A point in CSS pixels. */
export interface Point {
  readonly left: number;
  readonly top: number;
}

/** Words on the tile that is hovered or focused. The tile's label has them too, so the tooltip is hidden from assistive technology. */
export class Tooltip {
  readonly element = element('div', { class: 'map-tip', 'aria-hidden': 'true' });

  constructor() {
    this.hide();
  }

  /** Shows the tooltip at a point of its frame, within the frame's width. */
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
