import { describe, expect, test } from '@jest/globals';
import { COMMENT_MODES, type CommentMode } from '../../src/config/publish-inputs.ts';
import type { CheckChange, Comparison } from '../../src/model/comparison.ts';
import type { Report } from '../../src/model/document.ts';
import { isWorthSaying } from '../../src/publish/comment-mode.ts';
import { added, broken, comparison, grown, grownLittle, report } from '../report/sample.ts';

const same = comparison();
const repacked = comparison({ growth: { download: 40, unpacked: 0, newBytes: 4000 } });
const shrunk = comparison({ growth: { download: -40, unpacked: -1, newBytes: 0 } });
const checked = (before: CheckChange['before'], outcome: CheckChange['outcome']) =>
  comparison({ checks: [{ check: 'runs', before, outcome }] });
const judged = (verdict: Comparison['verdict']) => comparison({ verdict });

/** The modes in which a report is worth a new comment. */
const modesOf = (subject: Report): CommentMode[] => COMMENT_MODES.filter((mode) => isWorthSaying(mode, subject));

describe('a report is worth a new comment', () => {
  test.each<[string, Report, CommentMode[]]>([
    ['without any change', report('pass', same), ['always']],
    ['with other compressed bytes of the same content', report('pass', repacked), ['always']],
    ['with growth within the limits', report('pass', same, grownLittle()), ['always', 'changes']],
    ['with a byte less', report('pass', shrunk), ['always', 'changes']],
    ['with a check that passes as before', report('pass', checked('pass', 'pass')), ['always']],
    ['with a check that is new', report('pass', checked(null, 'pass')), ['always']],
    ['with a check that the baseline could not be held to', report('pass', checked('skipped', 'pass')), ['always']],
    ['with a check that was mended', report('pass', checked('fail', 'pass')), ['always', 'changes']],
    ['with a check that is not made any more', report('pass', checked('fail', 'skipped')), ['always', 'changes']],
    ['with a warning', report('warn', judged('warn')), ['always', 'changes']],
    ['with a cap broken before', report('inherited', judged('inherited')), ['always', 'changes']],
    ['with a new image', report('pass', same, added()), ['always', 'changes']],
    ['with an image removed', report('pass', same, judged('removed')), ['always', 'changes']],
    ['with a failure', report('fail', same, grown()), ['always', 'changes', 'failures']],
    [
      'with a failure that was accepted',
      report('accepted', same, judged('accepted')),
      ['always', 'changes', 'failures'],
    ],
    ['with an image that could not be measured', report('error', same, broken()), ['always', 'changes', 'failures']],
    ['with a warning beside a failure', report('fail', judged('warn'), grown()), ['always', 'changes', 'failures']],
  ])('%s', (_name, subject, modes) => {
    expect(modesOf(subject)).toEqual(modes);
  });
});
