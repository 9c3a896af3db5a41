import { readFiles, readReport } from './data/embedded.ts';
import { mountPage, showProblem } from './page.ts';

// The data stand after this script in the file, so wait until the whole file is parsed.
document.addEventListener('DOMContentLoaded', () => {
  window.addEventListener('error', ({ error }) => showProblem(error));
  window.addEventListener('unhandledrejection', ({ reason }) => showProblem(reason));
  readReport().then((report) => mountPage(report, readFiles), showProblem);
});
