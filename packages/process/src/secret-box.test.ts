import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readEnvironment } from './environment';
import { createSecretBox, encryptionKeySchema, generateEncryptionKey, SealError } from './secret-box';

const key = randomBytes(32);
const box = createSecretBox(key);
const schema = z.object({ CULL_ENCRYPTION_KEY: encryptionKeySchema });

describe('the secret box', () => {
  it.each(['', 'THAA…', 'ü€𝄞', 'x'.repeat(10_000)])('opens what it sealed', (text) => {
    const sealed = box.seal(text, 'account:1');
    expect(box.open(sealed, 'account:1')).toBe(text);
    expect(text.length > 0 && Buffer.from(sealed.box).includes(text)).toBe(false);
  });

  it('seals the same text differently each time', () => {
    expect(box.seal('token', 'a').box).not.toEqual(box.seal('token', 'a').box);
  });

  it('opens nothing for another owner, and nothing that was changed or cut', () => {
    const { keyId, box: bytes } = box.seal('token', 'account:1');
    expect(() => box.open({ keyId, box: bytes }, 'account:2')).toThrow(SealError);
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Uint8Array.from(bytes, (byte, at) => (at === index ? byte ^ 1 : byte));
      expect(() => box.open({ keyId, box: changed }, 'account:1')).toThrow(SealError);
    }
    for (const length of [0, 11, 20, bytes.length - 1])
      expect(() => box.open({ keyId, box: bytes.slice(0, length) }, 'account:1')).toThrow(SealError);
  });

  it('opens what the old key sealed during a rotation, and names the key that is missing after it', () => {
    const sealed = box.seal('token', 'account:1');
    const next = randomBytes(32);
    const rotating = createSecretBox(next, key);
    expect(rotating.open(sealed, 'account:1')).toBe('token');
    expect(rotating.seal('token', 'account:1').keyId).toBe(rotating.keyId);
    expect(rotating.keyId).not.toBe(box.keyId);
    expect(() => createSecretBox(next).open(sealed, 'account:1')).toThrow(
      `account:1 is encrypted with the key ${box.keyId}, which is neither CULL_ENCRYPTION_KEY`,
    );
  });
});

describe('CULL_ENCRYPTION_KEY', () => {
  it('is asked for where it is missing', () => {
    expect(() => readEnvironment(schema, {})).toThrow(
      'CULL_ENCRYPTION_KEY has nothing: needs 32 bytes in base64, as `openssl rand -base64 32` prints them',
    );
  });

  it('takes what is generated, in either alphabet', () => {
    const generated = generateEncryptionKey();
    const read = (text: string) => readEnvironment(schema, { CULL_ENCRYPTION_KEY: text }).CULL_ENCRYPTION_KEY;
    expect(read(generated).toString('base64')).toBe(generated);
    expect(read(Buffer.from(generated, 'base64').toString('base64url')).toString('base64')).toBe(generated);
  });

  it.each([
    ['c2hvcnQ=', '5 bytes'],
    [randomBytes(33).toString('base64'), '33 bytes'],
    ['not base64!', '11 characters that are not base64'],
  ])('refuses %s and tells its length alone', (text, has) => {
    const wrong = () => readEnvironment(schema, { CULL_ENCRYPTION_KEY: text });
    expect(wrong).toThrow(/^CULL_ENCRYPTION_KEY has a value: needs 32 bytes in base64/);
    expect(wrong).toThrow(has);
    expect(wrong).not.toThrow(text);
  });
});
