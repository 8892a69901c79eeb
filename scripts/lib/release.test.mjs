import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyNotNext, withRelease, withVersion } from './release.mjs';

test('a version follows the one before', () => {
  for (const next of ['0.1.1', '0.2.0', '1.0.0']) assert.equal(whyNotNext('0.1.0', next), null);
  for (const [wanted, says] of [
    [undefined, /say which version/],
    ['1.2', /1\.2 is no version/],
    ['v1.2.0', /no version/],
    ['0.1.0', /does not follow/],
    ['0.0.9', /does not follow/],
  ])
    assert.match(String(whyNotNext('0.1.0', wanted)), says);
});

test('what is unreleased gets the version, and what was released stays', () => {
  const changelog = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [0.1.0]\n\nThe first.\n';
  assert.equal(
    withRelease(changelog, '0.2.0', '2026-01-31'),
    '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-01-31\n\n### Added\n\n- A thing.\n\n## [0.1.0]\n\nThe first.\n',
  );
});

test('without anything unreleased there is no release', () => {
  assert.equal(
    withRelease('# Changelog\n\n## [Unreleased]\n\n## [0.1.0]\n\nx\n', '0.2.0', '2026-01-31'),
    null,
  );
  assert.equal(withRelease('# Changelog\n', '0.2.0', '2026-01-31'), null);
});

test('only the version of a manifest changes', () => {
  const manifest = '{\n  "name": "x",\n  "version": "0.1.0",\n  "dependencies": { "y": "0.1.0" }\n}\n';
  assert.equal(withVersion(manifest, '0.2.0'), manifest.replace('"version": "0.1.0"', '"version": "0.2.0"'));
});
