import { expect, test } from '@jest/globals';
import { previousRelease } from '../../src/baseline/releases.ts';

/** Tags as projects have them, the release of a run, and the one before it. A commit may follow a tag: `v1@a`. Without one it has its own. */
const SETS: readonly (readonly [project: string, tags: string, current: string, before: string])[] = [
  // Semantic versions.
  ['kubernetes', 'v1.28.9 v1.29.0-alpha.3 v1.29.0-rc.0 v1.29.0-rc.1 v1.29.0 v1.30.0-alpha.0', 'v1.29.0', 'v1.28.9'],
  ['kubernetes, a candidate', 'v1.28.9 v1.29.0-alpha.3 v1.29.0-rc.0 v1.29.0-rc.1', 'v1.29.0-rc.1', 'v1.29.0-rc.0'],
  ['kubernetes, an older line', 'v1.28.9 v1.28.10 v1.29.4 v1.30.0', 'v1.28.10', 'v1.28.9'],
  ['node', 'v18.20.2 v20.9.0 v20.12.2 v21.7.3 v22.0.0', 'v22.0.0', 'v21.7.3'],
  [
    'k3s, whose build metadata orders nothing',
    'v1.28.9+k3s1 v1.29.1+k3s1 v1.29.1+k3s2',
    'v1.29.1+k3s2',
    'v1.28.9+k3s1',
  ],
  [
    'k3s, the last build of the version before',
    'v1.28.9+k3s1 v1.28.9+k3s2 v1.29.1+k3s1',
    'v1.29.1+k3s1',
    'v1.28.9+k3s2',
  ],
  ['rke2, the tenth build', 'v1.28.9+2 v1.28.9+10 v1.29.1+1', 'v1.29.1+1', 'v1.28.9+10'],
  ['moby', 'v26.1.4 v27.0.0-rc.2 v27.0.1-rc.1 v27.0.1 v27.0.2', 'v27.0.1', 'v26.1.4'],
  ['moby, renamed tags', 'v28.5.2 docker-v29.0.0 docker-v29.0.1', 'docker-v29.0.1', 'docker-v29.0.0'],
  ['a tag of its major version beside', 'v1@b v1.0.0@a v1.1.0@b v1.2.0@c', 'v1.2.0', 'v1.1.0'],
  ['tags of major and minor version beside', 'v4@d v4.1@b v4.2@d v4.1.6@b v4.1.7@c v4.2.0@d', 'v4.2.0', 'v4.1.7'],
  ['a tag of its minor version that lags behind', 'v1.1@x v1.1.0@a v1.2.0@b', 'v1.2.0', 'v1.1.0'],
  ['without the v, later with it', '0.9.0 0.10.0 v0.11.0', 'v0.11.0', '0.10.0'],
  ['with a capital V', 'V1.9.0 V1.10.0', 'V1.10.0', 'V1.9.0'],
  // Two and four parts, leading zeros, calendars.
  ['two parts', 'v1.0 v1.1 v1.2', 'v1.2', 'v1.1'],
  ['two parts by number', 'v1.9 v1.10 v1.11', 'v1.11', 'v1.10'],
  ['two parts, then three', 'v1.0 v1.1 v1.1.1 v1.2', 'v1.2', 'v1.1.1'],
  ['three parts, then two', 'v0.9.8 v0.9.9 v1.0', 'v1.0', 'v0.9.9'],
  ['django', '4.2.16 5.0 5.0.9 5.1a1 5.1b1 5.1rc1 5.1 5.1.1', '5.1', '5.0.9'],
  ['django, a point release', '4.2.16 5.0 5.0.9 5.1a1 5.1rc1 5.1 5.1.1', '5.1.1', '5.1'],
  ['django, a candidate', '5.0.9 5.1a1 5.1b1 5.1rc1', '5.1rc1', '5.1b1'],
  ['jenkins', 'jenkins-2.426.3 jenkins-2.439 jenkins-2.440 jenkins-2.440.1', 'jenkins-2.440.1', 'jenkins-2.440'],
  ['jenkinsci/docker', '2.439 2.440 2.440.1 2.441', '2.441', '2.440.1'],
  ['rails', 'v7.0.8.1 v7.0.8.4 v7.1.0.beta1 v7.1.0.rc1 v7.1.0', 'v7.1.0', 'v7.0.8.4'],
  ['rails, four parts', 'v7.0.8 v7.0.8.1 v7.0.8.4 v7.1.0', 'v7.0.8.4', 'v7.0.8.1'],
  ['four parts', '1.2.3.3 1.2.3.4 1.2.4.0', '1.2.3.4', '1.2.3.3'],
  ['four parts by number', '1.2.3.9 1.2.3.10', '1.2.3.10', '1.2.3.9'],
  ['ubuntu images', '22.04.4 22.04.5 24.04 24.04.1', '24.04.1', '24.04'],
  ['ubuntu images, the first of a year', '22.04.4 22.04.5 23.10 24.04', '24.04', '23.10'],
  [
    'runner images',
    'ubuntu22/20240721.1 ubuntu22/20240804.1 win22/20240811.1',
    'ubuntu22/20240804.1',
    'ubuntu22/20240721.1',
  ],
  ['home assistant', '0.118.5 2020.12.0 2024.7.4 2024.8.0b1 2024.8.0b10 2024.8.0', '2024.8.0', '2024.7.4'],
  ['home assistant, a beta by number', '2024.7.4 2024.8.0b1 2024.8.0b9 2024.8.0b10', '2024.8.0b10', '2024.8.0b9'],
  ['from versions to a calendar', '0.117.6 0.118.5 2020.12.0', '2020.12.0', '0.118.5'],
  ['months with a leading zero', '2024.07.2 2024.08.0 2024.08.1 2024.10.0', '2024.10.0', '2024.08.1'],
  ['days as one number', '20240731 20240801 20240930', '20240930', '20240801'],
  ['days with dashes', '2023-12-31 2024-07-31 2024-08-01', '2024-08-01', '2024-07-31'],
  ['several of a day', '2024-08-01 2024-08-01.1 2024-08-01.2', '2024-08-01.2', '2024-08-01.1'],
  ['months with dashes', '2024-07 2024-08', '2024-08', '2024-07'],
  [
    'minio',
    'RELEASE.2024-08-03T04-33-23Z RELEASE.2024-08-17T01-24-54Z',
    'RELEASE.2024-08-17T01-24-54Z',
    'RELEASE.2024-08-03T04-33-23Z',
  ],
  [
    'minio, two of a day',
    'RELEASE.2024-08-17T01-24-54Z RELEASE.2024-08-17T23-04-05Z',
    'RELEASE.2024-08-17T23-04-05Z',
    'RELEASE.2024-08-17T01-24-54Z',
  ],
  ['days with the commit', 'v20240719-9ab12cdef0 v20240801-8b5a1a2f3', 'v20240801-8b5a1a2f3', 'v20240719-9ab12cdef0'],
  ['time zones', '2023d 2024a 2024b 2025a', '2025a', '2024b'],
  // PEP 440.
  ['ansible', 'v2.9.0 v2.9.1rc1 v2.9.1 v2.10.0b1', 'v2.9.1', 'v2.9.0'],
  ['ansible, a candidate', 'v2.9.0 v2.9.1b1 v2.9.1rc1 v2.9.1rc2', 'v2.9.1rc2', 'v2.9.1rc1'],
  ['ansible, the first candidate', 'v2.8.7 v2.9.0 v2.9.1rc1', 'v2.9.1rc1', 'v2.9.0'],
  ['a development version comes first', '1.0 1.1.dev3 1.1a1', '1.1a1', '1.1.dev3'],
  ['one that leads to a candidate', '1.1rc1 1.1rc2.dev1 1.1rc2', '1.1rc2', '1.1rc2.dev1'],
  ['a post release', '1.0 1.0.post1 1.0.post2 1.1', '1.1', '1.0.post2'],
  ['before a post release', '1.0rc1 1.0 1.0.post1', '1.0.post1', '1.0'],
  ['a revision', '2.4-1 2.4-2 2.5-1', '2.5-1', '2.4-2'],
  ['other spellings', '1.0-alpha1 1.0.b2 1.0c1 1.0preview2', '1.0preview2', '1.0c1'],
  ['python', 'v3.11.9 v3.12.0a7 v3.12.0rc3 v3.12.0', 'v3.12.0', 'v3.11.9'],
  // Maven, OpenJDK and other words.
  ['spring', 'v5.3.0.M2 v5.3.0.RC1 v5.2.9.RELEASE v5.2.10.RELEASE v5.3.0', 'v5.3.0', 'v5.2.10.RELEASE'],
  ['spring boot', 'v2.1.0.M4 v2.1.0.RC1 v2.1.0.RELEASE', 'v2.1.0.RC1', 'v2.1.0.M4'],
  ['spring cloud, service releases', 'v2.0.0.RELEASE v2.0.0.SR1 v2.0.0.SR2', 'v2.0.0.SR2', 'v2.0.0.SR1'],
  ['netty', 'netty-4.1.99.Final netty-4.1.100.Final netty-5.0.0.Alpha2', 'netty-4.1.100.Final', 'netty-4.1.99.Final'],
  ['hibernate', '5.6.0.CR1 5.6.0.Final 6.0.0.Beta1 6.0.0.Final', '6.0.0.Final', '5.6.0.Final'],
  ['openjdk', 'jdk-21+34 jdk-21+35 jdk-21.0.1+11 jdk-21.0.1+12', 'jdk-21.0.1+12', 'jdk-21+35'],
  ['openjdk, general availability', 'jdk-21-ga jdk-21.0.1-ga jdk-21.0.2-ga', 'jdk-21.0.2-ga', 'jdk-21.0.1-ga'],
  ['openjdk 8', 'jdk8u382-b05 jdk8u392-b07 jdk8u392-b08 jdk8u402-b06', 'jdk8u402-b06', 'jdk8u392-b08'],
  ['go', 'go1.20.14 go1.21 go1.21.9 go1.22rc1 go1.22rc2 go1.22.0', 'go1.22.0', 'go1.21.9'],
  ['go, a candidate', 'go1.21.9 go1.22rc1 go1.22rc2', 'go1.22rc2', 'go1.22rc1'],
  // Other separators and letters.
  ['postgres', 'REL9_6_24 REL_15_6 REL_16_BETA1 REL_16_RC1 REL_16_0 REL_16_1', 'REL_16_0', 'REL_15_6'],
  ['curl', 'curl-7_88_1 curl-8_5_0 curl-8_6_0', 'curl-8_6_0', 'curl-8_5_0'],
  ['openssh', 'V_9_6_P1 V_9_7_P1', 'V_9_7_P1', 'V_9_6_P1'],
  ['openssl', 'OpenSSL_1_1_1 OpenSSL_1_1_1v OpenSSL_1_1_1w', 'OpenSSL_1_1_1w', 'OpenSSL_1_1_1v'],
  ['tmux', '3.3 3.3a 3.4', '3.4', '3.3a'],
  ['nginx', 'release-1.25.2 release-1.25.3', 'release-1.25.3', 'release-1.25.2'],
  ['a release branch', 'release-1.1 release-1.2', 'release-1.2', 'release-1.1'],
  // One number.
  ['systemd', 'v254 v255-rc1 v255 v255.1', 'v255', 'v254'],
  ['systemd, the next', 'v254 v255 v255.1 v256', 'v256', 'v255.1'],
  ['revisions', 'r121 r122 r123', 'r123', 'r122'],
  ['builds', 'build-9 build-10 build-11', 'build-11', 'build-10'],
  // Prefixes.
  ['helm charts', 'chart-1.9.0 chart-1.10.0 v3.0.0', 'chart-1.10.0', 'chart-1.9.0'],
  [
    'ingress-nginx',
    'controller-v1.9.6 controller-v1.10.0 helm-chart-4.9.1 helm-chart-4.10.0',
    'helm-chart-4.10.0',
    'helm-chart-4.9.1',
  ],
  [
    'cluster-autoscaler',
    'cluster-autoscaler-1.29.0 cluster-autoscaler-chart-9.36.0 cluster-autoscaler-1.30.0',
    'cluster-autoscaler-1.30.0',
    'cluster-autoscaler-1.29.0',
  ],
  ['changesets', '@scope/pkg@1.2.2 @scope/pkg@1.2.3 @scope/other@9.0.0', '@scope/pkg@1.2.3', '@scope/pkg@1.2.2'],
  ['go modules', 'v1.0.0 api/v0.15.0 api/v0.16.0 kustomize/v5.3.0', 'api/v0.16.0', 'api/v0.15.0'],
  ['a name with digits', 'python3.12-1.3.0 python3.12-1.4.0 python3.13-1.3.9', 'python3.12-1.4.0', 'python3.12-1.3.0'],
];

/** Tags of which the second is no answer, and how the reason says so. */
const NONE: readonly (readonly [name: string, tags: string, current: string, reason: string])[] = [
  ['the first', 'v1.0', 'v1.0', 'v1.0 is the first release'],
  ['the first by version', '24.04 24.04.1', '24.04', '24.04 is the first release'],
  ['the first final one', '1.0rc1 1.0', '1.0', 'no release comes before 1.0; passed over: 1.0rc1 (a pre-release)'],
  [
    'beside what is no version',
    'latest nightly v1.0',
    'v1.0',
    'no release comes before v1.0; passed over: latest, nightly (no versions)',
  ],
  [
    'of another prefix',
    'app-v1 app-v2 web-v1',
    'web-v1',
    'no release comes before web-v1; passed over: app-v2, app-v1 (other prefixes)',
  ],
  [
    'a tag that moves',
    'v1@b v1.0.0@a v1.1.0@b',
    'v1',
    'v1 moves along with the releases that begin like it, so no release comes before it; name one with the baseline input',
  ],
  [
    'the same version',
    'v1.0.0+1 v1.0.0+2',
    'v1.0.0+2',
    'no release comes before v1.0.0+2; passed over: v1.0.0+1 (the same version)',
  ],
  [
    'no version',
    'v1.0.0 nightly',
    'nightly',
    'nightly is not a version (such as v1.2.3, 24.04.1 or 2.9.1rc1), so no release comes before it; name one with the baseline input',
  ],
  [
    'a commit',
    'v1.0.0 8b5a1a2f3',
    '8b5a1a2f3',
    '8b5a1a2f3 is not a version (such as v1.2.3, 24.04.1 or 2.9.1rc1), so no release comes before it; name one with the baseline input',
  ],
  ['many', 'a b c d e f v1.0', 'v1.0', 'no release comes before v1.0; passed over: a, b, c and 3 more (no versions)'],
];

function before(tags: string, current: string) {
  const all = tags.split(' ').map((each) => /^(?<name>.+?)(?:@(?<commit>[a-z]))?$/.exec(each)?.groups ?? {});
  const named = all.map(({ name = '', commit }) => ({ name, commit: commit ?? `commit of ${name}` }));
  const found = [named, named.toReversed()].map((order) => previousRelease({ tags: order, releases: [], current }));
  expect(found.map((each) => ('tag' in each ? each.tag : undefined))).toEqual(
    found.slice(0, 1).flatMap((each) => Array(2).fill('tag' in each ? each.tag : undefined)),
  );
  return found[0];
}

test.each(SETS)('%s: of %s, before %s comes %s', (_project, tags, current, expected) => {
  expect(before(tags, current)).toMatchObject({ tag: expected });
});

test.each(NONE)('nothing comes before %s: of %s, before %s', (_name, tags, current, reason) => {
  expect(before(tags, current)).toEqual({ reason });
});

test('there are at least 60 sets', () => {
  expect(SETS.length).toBeGreaterThanOrEqual(60);
});

test('what was passed over is told with the release that was found', () => {
  expect(before('latest v1.0.0 v1.1.0-rc.1 v1.1.0-rc.2 v1.1.0', 'v1.1.0')).toEqual({
    tag: 'v1.0.0',
    commit: 'commit of v1.0.0',
    passedOver: 'v1.1.0-rc.2, v1.1.0-rc.1 (pre-releases); latest (no version)',
  });
});
