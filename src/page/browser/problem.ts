import { UserError } from '../../text/error.ts';
import { element, prose } from './element.ts';

/** Says at the top of the page what went wrong; what is shown already stays. */
export function showProblem(problem: unknown): void {
  const words = problem instanceof Error ? problem.message : String(problem);
  const text = problem instanceof UserError ? words : `A part of this page failed: ${words}`;
  document.getElementById('loading')?.remove();
  document.getElementById('problem')?.remove();
  document.querySelector('main')?.prepend(element('p', { id: 'problem', role: 'alert' }, prose(text)));
}
