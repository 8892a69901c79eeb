import { describe, expect, it } from 'vitest';
import { createRedact } from './secrets';
import { malformed } from './words';

const TOKEN = 'se/cret+"quoted"\\token';
const redact = createRedact([TOKEN, '']);
const detailOf = (detail: string) => redact({ code: 'token_invalid', detail }).detail;

describe('a failure', () => {
  it.each([TOKEN, encodeURIComponent(TOKEN), JSON.stringify(TOKEN), JSON.stringify(JSON.stringify(TOKEN))])(
    'loses the token in %s',
    (echoed) => {
      expect(detailOf(`before ${echoed} after`)).toMatch(/^before \W*\[secret\]\W* after$/);
    },
  );

  it('loses it in every text of an answer that is not understood', () => {
    const failure = redact(malformed(`x${TOKEN}`, { echo: TOKEN }, 'another'));
    expect(JSON.stringify(failure)).not.toMatch(/cret\+/);
  });

  it('loses what a cut has left of it, wherever the cut is', () => {
    for (let length = 0; length < 220; length += 1) {
      const failure = redact(
        malformed('body', `${'-'.repeat(length)}${TOKEN} and more${'.'.repeat(200)}`, 'JSON'),
      );
      expect(failure.detail).not.toContain('se/c');
    }
  });

  it('stays as it is without a secret in it', () => {
    expect(detailOf('The source answered 500…')).toBe('The source answered 500…');
  });
});
