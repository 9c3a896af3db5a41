import { readFiles, readReport } from './data/embedded.ts';
import { mountPage, showProblem } from './page.ts';

/** Everything of the file has been parsed then: its data stand behind this script. */
document.addEventListener('DOMContentLoaded', () => {
  window.addEventListener('error', ({ error }) => showProblem(error));
  window.addEventListener('unhandledrejection', ({ reason }) => showProblem(reason));
  readReport().then((report) => mountPage(report, readFiles), showProblem);
});
